// Restores a stack with @grpc/grpc-js: restore_client.js ADDRESS PROTO INPUT OUTPUT
const crypto = require('crypto');
const fs = require('fs');
const { promisify } = require('util');
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');

const chunkBytes = 256 << 10;
const [address, proto, source, target] = process.argv.slice(2);
const { Restoration, Models } = grpc.loadPackageDefinition(loadSync(proto, { oneofs: true, defaults: true })).fijibridge.v1;
const insecure = grpc.credentials.createInsecure();
const restoration = new Restoration(address, insecure);
const models = new Models(address, insecure);

function send(call, bytes) {
  call.write({ header: { settings: { model: 'smooth', parameters: { sigma: 1.5 }, outputFormat: 1 }, fileName: 'stack.tif' } });
  for (let at = 0; at < bytes.length; at += chunkBytes) call.write({ data: bytes.subarray(at, at + chunkBytes) });
  call.end();
}

async function main() {
  const call = restoration.restore();
  send(call, fs.readFileSync(source));
  const kinds = [], data = [];
  let done;
  for await (const reply of call) {
    kinds.push(reply.part);
    if (reply.part === 'data') data.push(reply.data);
    if (reply.part === 'done') done = reply.done;
  }
  const result = Buffer.concat(data);
  fs.writeFileSync(target, result);
  const server = await promisify(restoration.getServer.bind(restoration))({});
  const list = await promisify(models.listModels.bind(models))({});
  console.log(JSON.stringify({
    first: kinds[0],
    last: kinds[kinds.length - 1],
    verified: crypto.createHash('sha256').update(result).digest('hex') === done.resultSha256,
    model: done.provenance.model,
    device: done.provenance.device.kind,
    version_given: server.version.length > 0,
    smooth_listed: list.models.some(model => model.name === 'smooth'),
  }));
  restoration.close();
  models.close();
}

main();
