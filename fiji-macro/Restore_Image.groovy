// Plugins > FijiBridge > Restore Image: sends the active image to a FijiBridge server and opens what comes back.
// In a macro: run("Restore Image", "server=localhost:50052 model=smooth parameters=sigma=1.5");
// The work is done by the classes in the folder "fijibridge", in plugins/FijiBridge or beside this file.

def own = [
    new File(getClass().protectionDomain?.codeSource?.location?.path ?: '.').parentFile,
    binding.hasVariable('javax.script.filename') ? new File(binding.getVariable('javax.script.filename').toString()).parentFile : null,
    new File(ij.IJ.getDirectory('imagej') ?: '.', 'scripts/Plugins/FijiBridge')].findAll { it != null }
def places = own + own.collect { new File(it, '../../../plugins/FijiBridge').canonicalFile } + new File(ij.IJ.getDirectory('plugins') ?: '.', 'FijiBridge')
def home = places.find { new File(it, 'fijibridge/start.groovy').file }
if (home == null) ij.IJ.error('Restore Image', 'The folder "fijibridge" is missing: copy it into the folder plugins/FijiBridge of Fiji, or run "fijibridge fiji install".')
else new GroovyShell(getClass().classLoader, new Binding(home: home, command: 'RestoreImage')).evaluate(new File(home, 'fijibridge/start.groovy'))
