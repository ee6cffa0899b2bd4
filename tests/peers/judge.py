"""judge.py CLEAN NOISY RESTORED SIGMA RANGE: scikit-image's figures of a noisy image, of its Gaussian and median, and of a restored one."""
import json
import sys

try:
    import numpy
    import tifffile
    from scipy import ndimage
    from skimage import metrics
except ImportError as missing:
    print(json.dumps({"missing": str(missing)}))
    sys.exit()

clean, noisy, restored = (numpy.asarray(tifffile.imread(path), dtype=float) for path in sys.argv[1:4])
sigma, data_range = float(sys.argv[4]), float(sys.argv[5])


def figures(image):
    return {
        "psnr": metrics.peak_signal_noise_ratio(clean, image, data_range=data_range),
        "ssim": metrics.structural_similarity(
            clean, image, data_range=data_range, gaussian_weights=True, sigma=1.5, use_sample_covariance=False),
        "nrmse": metrics.normalized_root_mse(clean, image),
    }


print(json.dumps({
    "noisy": figures(noisy),
    "smoothed": figures(ndimage.gaussian_filter(noisy, sigma, mode="reflect")),
    "median": figures(ndimage.median_filter(noisy, 3, mode="reflect")),
    "restored": figures(restored),
}))
