using FijiBridge.Bridge.Server.Access;

namespace FijiBridge.Bridge.Tests.Server.Access;

[TestClass]
public sealed class IdentityTests
{
    [TestMethod]
    [DataRow(Role.User, "anna", true)]
    [DataRow(Role.User, "berta", false)]
    [DataRow(Role.User, "Anna", false)]
    [DataRow(Role.Trainer, "berta", false)]
    [DataRow(Role.Admin, "berta", true)]
    public void MaySee_WhatBelongsToSomebody_IsOnesOwnOrForAdmins(Role role, string owner, bool expected) =>
        Assert.AreEqual(expected, new Identity("anna", role).MaySee(owner));

    [TestMethod]
    public void RoleNames_EveryRole_IsFoundByItsName()
    {
        foreach (var role in Enum.GetValues<Role>()) Assert.AreEqual(role, RoleNames.Find(RoleNames.Of(role)));
        Assert.IsNull(RoleNames.Find("Admin"));
        Assert.IsNull(RoleNames.Find("2"));
    }
}
