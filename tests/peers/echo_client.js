// Calls the echo service with @grpc/grpc-js: echo_client.js ADDRESS [CERTIFICATE.pem]
const fs = require('fs');
const path = require('path');
const { promisify } = require('util');
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');

const definition = loadSync(path.join(__dirname, 'echo.proto'), { defaults: true });
const { Echo } = grpc.loadPackageDefinition(definition).fijibridge.tests;
const [address, certificate] = process.argv.slice(2);
const credentials = certificate ? grpc.credentials.createSsl(fs.readFileSync(certificate)) : grpc.credentials.createInsecure();
const client = new Echo(address, credentials, { 'grpc.max_receive_message_length': 64 << 20, 'grpc.default_compression_algorithm': 2 });
const call = name => promisify(client[name].bind(client));
const three = ['x', 'y', 'z'].map(text => ({ text, number: 2 }));

const failure = promise => promise.then(() => null, error => ({
  code: error.code,
  detail: error.details,
  trailers: Object.fromEntries(Object.entries(error.metadata.getMap()).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]])),
}));

async function collect(stream, field) {
  const values = [];
  for await (const message of stream) values.push(message[field]);
  return values;
}

function join() {
  return new Promise((resolve, reject) => {
    const stream = client.join((error, reply) => error ? reject(error) : resolve([reply.text, reply.number]));
    three.forEach(message => stream.write(message));
    stream.end();
  });
}

function chat() {
  const stream = client.chat();
  three.forEach(message => stream.write(message));
  stream.end();
  return collect(stream, 'text');
}

async function main() {
  console.log(JSON.stringify({
    say: (await call('say')({ text: 'µm' })).text,
    join: await join(),
    count: await collect(client.count({ number: 5, text: 'not empty' }), 'number'),
    chat: await chat(),
    gzip: (await call('say')({ text: 'g'.repeat(1000) })).text === 'g'.repeat(1000),
    megabytes: (await call('say')({ data: Buffer.alloc(16 << 20) })).data.length >> 20,
    fail: await failure(call('fail')({ number: 9, text: 'zu groß, 100 %' })),
    fail_late: await failure(collect(client.failLate({ number: 3, text: 'late' }), 'number')),
    deadline: (await failure(promisify((done) => client.wait({}, { deadline: Date.now() + 300 }, done))())).code,
    unknown: (await failure(promisify((done) => client.makeUnaryRequest(
      '/fijibridge.tests.Echo/Nothing', bytes => bytes, bytes => bytes, Buffer.alloc(0), done))())).code,
  }));
  client.close();
}

main();
