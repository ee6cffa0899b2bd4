using FijiBridge.Engine.Tiff.Metadata;

namespace FijiBridge.Engine.Tests.Tiff;

[TestClass]
public sealed class LengthUnitTests
{
    [TestMethod]
    [DataRow("micron", "µm")]
    [DataRow("um", "µm")]
    [DataRow("\\u00B5m", "µm")]
    [DataRow("nm", "nm")]
    [DataRow("inch", "in")]
    [DataRow("pixels", "pixel")]
    [DataRow("furlong", null)]
    [DataRow(null, null)]
    public void ToOme_UnitOfImageJ_IsTheSchemasSymbol(string? unit, string? symbol) => Assert.AreEqual(symbol, LengthUnit.ToOme(unit));

    [TestMethod]
    [DataRow("µm", "micron")]
    [DataRow("Å", "angstrom")]
    [DataRow("in", "inch")]
    [DataRow("mm", "mm")]
    public void ToImageJ_SymbolOfOme_IsAscii(string symbol, string unit) => Assert.AreEqual(unit, LengthUnit.ToImageJ(symbol));

    [TestMethod]
    [DataRow("nm", 1e-6)]
    [DataRow("µm", 1e-3)]
    [DataRow("cm", 10.0)]
    [DataRow("in", 25.4)]
    [DataRow("m", 1000.0)]
    [DataRow("pixel", null)]
    public void Millimetres_OfASymbol_AreItsLength(string symbol, double? millimetres) => Assert.AreEqual(millimetres, LengthUnit.Millimetres(symbol));

    [TestMethod]
    [DataRow("ms", 1e-3)]
    [DataRow(null, 1.0)]
    [DataRow("min", 60.0)]
    [DataRow("h", 3600.0)]
    [DataRow("fortnight", null)]
    public void Seconds_OfAUnit_AreItsLength(string? unit, double? seconds) => Assert.AreEqual(seconds, LengthUnit.Seconds(unit));
}
