#include "tools/xcm/program_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace serinus::xcm_text {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

const Spelling kKusama{.units = {.prefix = crypto::ss58::Prefix(2)}};

/// Written, read again, and written again.
std::string again(const json::value& program) {
    std::string text = program_text(program, kKusama);
    const auto read = read_program(text, kKusama);
    EXPECT_TRUE(read) << read.error() << "\n" << text;
    if (!read) return "";
    EXPECT_EQ(program_text(*read, kKusama), text);
    return text;
}

std::string fault_of(std::string_view text) {
    const auto read = read_program(text, kKusama);
    return read ? "" : read.error();
}

// A teleport of KSM to Asset Hub as pallet XCM sends it.
TEST(XcmText, IsALineForEachInstruction) {
    const auto program = json::parse(R"({"V5": [
        {"ReceiveTeleportedAsset": [{"id": {"parents": 1, "interior": "Here"}, "fun": {"Fungible": "1500000000000"}}]},
        "ClearOrigin",
        {"BuyExecution": {"fees": {"id": {"parents": 0, "interior": "Here"}, "fun": {"Fungible": "1500000000000"}},
                          "weight_limit": {"Limited": {"ref_time": 1000, "proof_size": 64}}}},
        {"DepositAsset": {"assets": {"Wild": {"AllCounted": 1}}, "beneficiary": {"parents": 0, "interior":
            {"X1": [{"AccountId32": {"network": null,
             "id": "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"}}]}}}},
        {"SetTopic": "0x0101010101010101010101010101010101010101010101010101010101010101"}]})");
    EXPECT_EQ(again(program), R"(version 5
ReceiveTeleportedAsset [1500000000000 of ..]
ClearOrigin
BuyExecution fees: 1.5 KSM, weight_limit: Limited(ref_time: 1000, proof_size: 64)
DepositAsset assets: Wild(AllCounted(1)), beneficiary: ./AccountId32(HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F)
SetTopic 0x0101010101010101010101010101010101010101010101010101010101010101
)");
}

TEST(XcmText, HasProgramsInsideOfInstructions) {
    const auto program = json::parse(R"({"V4": [{"SetAppendix": [{"SetErrorHandler": []}, {"Trap": 7}]},
        {"InitiateTeleport": {"assets": {"Wild": "All"},
            "dest": {"parents": 0, "interior": {"X1": [{"Parachain": 1000}]}}, "xcm": ["RefundSurplus"]}}]})");
    EXPECT_EQ(again(program), R"(version 4
SetAppendix {
    SetErrorHandler {
    }
    Trap 7
}
InitiateTeleport assets: Wild(All), dest: ./Parachain(1000), xcm: {
    RefundSurplus
}
)");
}

// `.` of a program for another chain is that chain, so what is there is not of this chain's token.
TEST(XcmText, WritesAmountsForAnotherChainByTheirPlace) {
    const auto program = json::parse(R"({"V5": [{"InitiateTeleport": {"assets": {"Wild": "All"},
        "dest": {"parents": 0, "interior": {"X1": [{"Parachain": 1000}]}}, "xcm": [{"PayFees": {"asset":
            {"id": {"parents": 0, "interior": "Here"}, "fun": {"Fungible": 7}}}}]}},
        {"SetAppendix": [{"BurnAsset": [{"id": {"parents": 0, "interior": "Here"}, "fun": {"Fungible": 7}}]}]}]})");
    EXPECT_EQ(again(program), R"(version 5
InitiateTeleport assets: Wild(All), dest: ./Parachain(1000), xcm: {
    PayFees asset: 7 of .
}
SetAppendix {
    BurnAsset [0.000000000007 KSM]
}
)");
    EXPECT_THAT(fault_of("InitiateTeleport assets: Wild(All), dest: .., xcm: {\nPayFees asset: 1 KSM\n}"),
                HasSubstr("line 2: this part runs on another chain"));
    EXPECT_EQ(fault_of("ExecuteWithOrigin descendant_origin: none, xcm: {\nPayFees asset: 1 KSM\n}"), "");
}

TEST(XcmText, ReadsEachFormOfALocation) {
    const auto location = [](std::string_view text, uint32_t version = 5) {
        const auto read = read_location(text, version, kKusama);
        return read ? json::serialize(*read) : read.error();
    };
    EXPECT_EQ(location("."), R"({"V5":{"parents":0,"interior":"Here"}})");
    EXPECT_EQ(location("../.."), R"({"V5":{"parents":2,"interior":"Here"}})");
    EXPECT_EQ(location("../Parachain(1000)"), R"({"V5":{"parents":1,"interior":{"X1":[{"Parachain":"1000"}]}}})");
    EXPECT_EQ(location("../Parachain(1000)", 3), R"({"V3":{"parents":1,"interior":{"X1":{"Parachain":"1000"}}}})");
    EXPECT_EQ(location("./PalletInstance(50)/GeneralIndex(7)", 3),
              R"({"V3":{"parents":0,"interior":{"X2":[{"PalletInstance":"50"},{"GeneralIndex":"7"}]}}})");
    EXPECT_EQ(location("../../GlobalConsensus(Polkadot)"),
              R"({"V5":{"parents":2,"interior":{"X1":[{"GlobalConsensus":"Polkadot"}]}}})");
    const std::string alice = R"("id":"0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")";
    EXPECT_EQ(location("./AccountId32(//Alice)"),
              R"({"V5":{"parents":0,"interior":{"X1":[{"AccountId32":{"network":null,)" + alice + "}}]}}}");
    EXPECT_EQ(location("./AccountId32(//Alice, network: Kusama)"),
              R"({"V5":{"parents":0,"interior":{"X1":[{"AccountId32":{"network":"Kusama",)" + alice + "}}]}}}");
    EXPECT_THAT(location("Parachain(1)"), HasSubstr("a location begins with"));
    EXPECT_THAT(location("./A/B/C/D/E/F/G/H/I"), HasSubstr("at most eight junctions"));
    EXPECT_THAT(location("./A /B"), HasSubstr("nothing may follow"));
}

TEST(XcmText, ReadsAmountsWithTheirUnit) {
    const auto amount = [](std::string_view text) {
        const auto read = read_program("WithdrawAsset [" + std::string(text) + "]", kKusama);
        return read ? json::serialize(*read) : read.error();
    };
    const auto of = [](std::string_view planck) {
        return R"({"V5":[{"WithdrawAsset":[{"id":{"parents":0,"interior":"Here"},"fun":{"Fungible":")" +
               std::string(planck) + R"("}}]}]})";
    };
    EXPECT_EQ(amount("1 KSM"), of("1000000000000"));
    EXPECT_EQ(amount("20mKSM"), of("20000000000"));
    EXPECT_EQ(amount("7 planck"), of("7"));
    EXPECT_EQ(amount("1_000 of ."), of("1000"));
    EXPECT_THAT(amount("1.5"), HasSubstr("the unit is missing"));
    EXPECT_THAT(amount("1 XYZ"), HasSubstr("line 1"));
    EXPECT_THAT(amount("1.5 of .."), HasSubstr("whole number"));
    EXPECT_EQ(
        amount("Index(5) of .."),
        R"({"V5":[{"WithdrawAsset":[{"id":{"parents":1,"interior":"Here"},"fun":{"NonFungible":{"Index":"5"}}}]}]})");
}

TEST(XcmText, SaysAsManyDigitsAsAnAmountHas) {
    const auto most = json::parse(R"({"V5": [{"BurnAsset": [{"id": {"parents": 0, "interior": "Here"},
        "fun": {"Fungible": "340282366920938463463374607431768211455"}}]}]})");
    EXPECT_THAT(again(most), HasSubstr("340282366920938463463374607431768211455 of ."));
}

TEST(XcmText, NamesAssetsOfVersion3ByTheirLocation) {
    const auto program = json::parse(R"({"V3": [{"BurnAsset": [{"id": {"Concrete": {"parents": 1, "interior":
        {"X1": {"Parachain": 7}}}}, "fun": {"Fungible": 9}}, {"id": {"Abstract": "0x01"}, "fun": {"Fungible": 1}}]}]})");
    EXPECT_EQ(again(program), "version 3\nBurnAsset [9 of ../Parachain(7), {id: Abstract(0x01), fun: Fungible(1)}]\n");
}

TEST(XcmText, KeepsWhatItDoesNotKnow) {
    const auto program =
        json::parse(R"({"V5": [{"New": {"a": [true, null, -3, "two words"], "b": {"c": {"Case": "x"}}}},
        {"DescendOrigin": {"X1": [{"Parachain": 1}]}}, {"ExpectError": [1, {"Trap": 2}]}, {"ExpectOrigin": null}]})");
    EXPECT_EQ(again(program), R"(version 5
New a: [true, none, -3, "two words"], b: {c: Case(x)}
DescendOrigin /Parachain(1)
ExpectError [1, Trap(2)]
ExpectOrigin none
)");
}

TEST(XcmText, TellsTheLineOfAFault) {
    EXPECT_THAT(fault_of("version 5\nClearOrigin\nTrap )"), HasSubstr("line 3: "));
    EXPECT_THAT(fault_of("version 2\nClearOrigin"), HasSubstr("versions 3, 4 and 5"));
    EXPECT_THAT(fault_of("SetAppendix {\nClearOrigin"), HasSubstr("not closed"));
    EXPECT_THAT(fault_of("ClearOrigin\n}"), HasSubstr("no bracket that"));
    EXPECT_THAT(fault_of("Trap 1 2"), HasSubstr("line 1: "));
    EXPECT_THAT(fault_of("Trap a: 1, 2"), HasSubstr("a name with a colon is missing"));
    EXPECT_THAT(fault_of("Trap a: 1, a: 2"), HasSubstr("twice"));
    EXPECT_THAT(fault_of("Trap \"x"), HasSubstr("quote"));
    EXPECT_THAT(fault_of("Trap " + std::string(1000, '[')), HasSubstr("too deep"));
    EXPECT_EQ(fault_of("# nothing\n\n"), "");
}

}  // namespace
}  // namespace serinus::xcm_text
