import { SMTPServer } from "smtp-server";

let refuse = false;
process.on("message", (message) => {
  refuse = message.refuse;
});

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      if (refuse) {
        done(Object.assign(new Error("Try again later"), { responseCode: 451 }));
        return;
      }
      const { mailFrom, rcptTo } = session.envelope;
      process.send({
        from: mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        raw: Buffer.concat(parts).toString(),
      });
      done();
    });
  },
});

server.listen(0, "127.0.0.1", () => process.send({ port: server.server.address().port }));
