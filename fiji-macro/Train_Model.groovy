// Plugins > FijiBridge > Train Model: sends two open stacks, or two folders of images, to a FijiBridge server, which learns from them how to restore such images.
// In a macro: run("Train Model", "noisy=[short.tif] clean=[long.tif] name=my-model minutes=5 server=localhost:50052");
// or: run("Train Model", "noisy_folder=[/data/short] clean_folder=[/data/long] name=my-model minutes=5 server=localhost:50052");
// The work is done by the classes in the folder "fijibridge", in plugins/FijiBridge or beside this file.

def own = [
    new File(getClass().protectionDomain?.codeSource?.location?.path ?: '.').parentFile,
    binding.hasVariable('javax.script.filename') ? new File(binding.getVariable('javax.script.filename').toString()).parentFile : null,
    new File(ij.IJ.getDirectory('imagej') ?: '.', 'scripts/Plugins/FijiBridge')].findAll { it != null }
def places = own + own.collect { new File(it, '../../../plugins/FijiBridge').canonicalFile } + new File(ij.IJ.getDirectory('plugins') ?: '.', 'FijiBridge')
def home = places.find { new File(it, 'fijibridge/start.groovy').file }
if (home == null) ij.IJ.error('Train Model', 'The folder "fijibridge" is missing: copy it into the folder plugins/FijiBridge of Fiji, or run "fijibridge fiji install".')
else new GroovyShell(getClass().classLoader, new Binding(home: home, command: 'TrainModel')).evaluate(new File(home, 'fijibridge/start.groovy'))
