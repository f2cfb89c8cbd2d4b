#include "services/parachain/signed_once.hpp"

#include <gtest/gtest.h>

#include "services/parachain/test_parts.hpp"

namespace serinus::services::paras {
namespace {

using test::FullDisk;

TEST(SignedOnce, AStatementMayBeSignedAgainAndAnotherOneNot) {
    const auto disk = storage::make_memory_store();
    SignedOnce records(*disk);
    EXPECT_TRUE(records.may_sign(Bytes{1}, Bytes{10}));
    EXPECT_TRUE(records.may_sign(Bytes{1}, Bytes{10}));
    EXPECT_FALSE(records.may_sign(Bytes{1}, Bytes{11}));
    EXPECT_TRUE(records.may_sign(Bytes{2}, Bytes{11}));
}

TEST(SignedOnce, ARestartForgetsNothing) {
    const auto disk = storage::make_memory_store();
    EXPECT_TRUE(SignedOnce(*disk).may_sign(Bytes{1}, Bytes{10}));
    EXPECT_FALSE(SignedOnce(*disk).may_sign(Bytes{1}, Bytes{11}));
}

TEST(SignedOnce, NothingIsSignedThatCannotBeNoted) {
    const auto memory = storage::make_memory_store();
    FullDisk disk(*memory);
    EXPECT_FALSE(SignedOnce(disk).may_sign(Bytes{1}, Bytes{10}));
}

TEST(SignedOnce, NothingIsSignedWhereWhatWasSignedCannotBeRead) {
    test::UnreadableDisk disk;
    EXPECT_FALSE(SignedOnce(disk).may_sign(Bytes{1}, Bytes{10}));
}

}  // namespace
}  // namespace serinus::services::paras
