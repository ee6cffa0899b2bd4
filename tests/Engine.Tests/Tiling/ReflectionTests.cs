using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Tests.Tiling;

[TestClass]
public sealed class ReflectionTests
{
    [TestMethod]
    public void Index_BeyondBothBorders_MirrorsWithoutRepeatingTheEdge()
    {
        var indices = Enumerable.Range(-7, 18).Select(i => Reflection.Index(i, 4)).ToArray();
        CollectionAssert.AreEqual(new[] { 1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2 }, indices);
    }

    [TestMethod]
    public void Index_SinglePixel_IsThatPixel() => Assert.AreEqual(0, Reflection.Index(-1000, 1));

    [TestMethod]
    public void Index_TwoPixels_Alternates() =>
        CollectionAssert.AreEqual(new[] { 1, 0, 1, 0, 1 }, Enumerable.Range(-1, 5).Select(i => Reflection.Index(i, 2)).ToArray());

    [TestMethod]
    public void Index_FarOutside_StaysInside() => Assert.IsTrue(Reflection.Index(long.MaxValue, int.MaxValue) >= 0);
}
