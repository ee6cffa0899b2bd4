// Asks a server for its health and its services with other makers' clients: wire_client.js ADDRESS. Prints a line when it watches,
// and the answers once the watched server says that it stops serving.
const grpc = require('@grpc/grpc-js');
const { service } = require('grpc-health-check');
const { GrpcReflection } = require('grpc-js-reflection-client');

const [address] = process.argv.slice(2);
const insecure = grpc.credentials.createInsecure();
const Health = grpc.makeClientConstructor(service);

const check = (client, name) => new Promise(resolve =>
  client.check({ service: name }, (error, reply) => resolve(error ? error.code : reply.status)));

async function reflect(version) {
  const client = new GrpcReflection(address, insecure, {}, version);
  const methods = await client.listMethods('fijibridge.tests.Echo');
  const descriptor = await client.getDescriptorByFileName('echo.proto');
  const { Echo } = descriptor.getPackageObject().fijibridge.tests;
  const echo = new Echo(address, insecure);
  return {
    services: await client.listServices(),
    methods: methods.map(method => method.name),
    called: await new Promise(resolve => echo.say({ text: 'by reflection' }, (error, reply) => resolve(error ? error.details : reply.text))),
    unknown: await client.getDescriptorBySymbol('no.such.Symbol').then(() => null, error => error.message),
  };
}

async function main() {
  const health = new Health(address, insecure);
  const answers = {
    server: await check(health, ''),
    service: await check(health, 'fijibridge.tests.Echo'),
    unknown: await check(health, 'no.such.Service'),
    v1: await reflect('v1'),
    v1alpha: await reflect('v1alpha'),
    watched: [],
  };
  const watch = health.watch({ service: 'fijibridge.tests.Echo' });
  watch.on('data', reply => {
    answers.watched.push(reply.status);
    if (answers.watched.length === 1) console.log(JSON.stringify(answers));
  });
  watch.on('error', () => {});
  watch.on('end', () => { console.log(JSON.stringify(answers)); process.exit(0); });
}

main();
