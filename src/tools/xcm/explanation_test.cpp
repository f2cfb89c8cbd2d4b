#include "tools/xcm/explanation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace serinus::xcm_text {
namespace {

const Spelling kSpelling;

std::string explained(std::string_view text) {
    const auto read = read_program(text, kSpelling);
    return read ? explain(*read, kSpelling) : read.error();
}

TEST(XcmExplanation, IsASentenceForEachInstruction) {
    EXPECT_EQ(explained(R"(WithdrawAsset [1 KSM]
BuyExecution fees: 1 KSM, weight_limit: Unlimited
InitiateTeleport assets: Wild(All), dest: ./Parachain(1000), xcm: {
    DepositAsset assets: Definite([1 of ., 2 of ..]), beneficiary: ..
}
ClearOrigin)"),
              R"(0: take 1 KSM from the origin's account into holding
1: pay for what this program weighs with 1 KSM of holding; weight: unlimited
2: destroy all of holding here and have them created at ./Parachain(1000), which then runs:
  2.0: put 1 of . and 2 of .. into the account of the relay chain
3: go on without an origin
)");
}

TEST(XcmExplanation, FollowsProgramsOfHandlers) {
    EXPECT_EQ(explained("SetErrorHandler {\n  SetAppendix {\n    Trap 1\n  }\n}"),
              "0: if something fails from here on, run:\n  0.0: at the end, whether something failed or not, run:\n"
              "    0.0.0: fail with the error Trap(1)\n");
}

TEST(XcmExplanation, ShowsWhatItDoesNotKnow) { EXPECT_EQ(explained("Unheard of: 1"), "0: Unheard(of: 1)\n"); }

TEST(XcmExplanation, OfAnErrorSaysWhatItMeans) {
    EXPECT_EQ(explain_error("TooExpensive", kSpelling), "TooExpensive: what is paid does not suffice");
    EXPECT_EQ(explain_error("Nothing", kSpelling), "Nothing");
    EXPECT_THAT(explain_error(boost::json::object{{"Trap", 7}}, kSpelling), testing::StartsWith("Trap(7): "));
}

}  // namespace
}  // namespace serinus::xcm_text
