// Plugins > FijiBridge > Evaluate Restoration: how near are a noisy and a restored image to the ground truth? It needs no server.
// In a macro: run("Evaluate Restoration", "noisy=[cells.tif] restored=[cells-restored] reference=[truth.tif] affine range=255");
// The work is done by the classes in the folder "fijibridge", in plugins/FijiBridge or beside this file.

def own = [
    new File(getClass().protectionDomain?.codeSource?.location?.path ?: '.').parentFile,
    binding.hasVariable('javax.script.filename') ? new File(binding.getVariable('javax.script.filename').toString()).parentFile : null,
    new File(ij.IJ.getDirectory('imagej') ?: '.', 'scripts/Plugins/FijiBridge')].findAll { it != null }
def places = own + own.collect { new File(it, '../../../plugins/FijiBridge').canonicalFile } + new File(ij.IJ.getDirectory('plugins') ?: '.', 'FijiBridge')
def home = places.find { new File(it, 'fijibridge/start.groovy').file }
if (home == null) ij.IJ.error('Evaluate Restoration', 'The folder "fijibridge" is missing: copy it into the folder plugins/FijiBridge of Fiji, or run "fijibridge fiji install".')
else new GroovyShell(getClass().classLoader, new Binding(home: home, command: 'EvaluateRestoration')).evaluate(new File(home, 'fijibridge/start.groovy'))
