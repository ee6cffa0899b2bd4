import ij.IJ

// ImageJ -batch: there is no window of ImageJ, and every image is hidden.
['noisy', 'restored', 'truth'].each { Raw.open(it).show() }
Checks.report('window', IJ.instance != null)
Checks.report('end', IJ.runMacro("""run("Evaluate Restoration", "noisy=noisy restored=restored reference=truth range=255");
    title = getTitle();
    saveAs("PNG", "${Checks.folder}/figure.png");
    return title + ": " + d2s(Table.get("PSNR restored [dB]", 3, "Evaluate Restoration"), 4);"""))
Checks.report('windows', Checks.dialogs())
