import ij.IJ

// A macro without a screen to look at: it trains, restores with what was learnt, and goes on.
['short exposure.tif': 50d, 'long.tif': 0d, 'second.tif': 50d].each { title, noise -> IJ.saveAsTiff(Cells.stack(title, noise, title.hashCode()), new File(Checks.folder, title).path) }
def train = { String name, String clean, String more ->
    """run("Train Model", "noisy=[short exposure.tif] clean=$clean name=$name minutes=0.05 server=${Checks.server}$more");
    selectImage("short exposure.tif"); run("Restore Image", "server=${Checks.server} model=$name"); print("restored " + getTitle());"""
}
Checks.report('batch', Checks.macro("""setBatchMode(true);
    open("${Checks.folder}/short exposure.tif"); open("${Checks.folder}/long.tif"); open("${Checks.folder}/second.tif");
    ${train('supervised', 'long.tif', '')}
    ${train('noise2noise', 'second.tif', ' mode=Noise2Noise')}"""))
