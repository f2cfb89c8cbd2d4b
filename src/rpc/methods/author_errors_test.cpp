#include "rpc/methods/author_errors.hpp"

#include <gtest/gtest.h>

namespace serinus::rpc {
namespace {

using pool::PoolError;

std::string shown(const PoolError& error) {
    const RpcError out = pool_error(error);
    return std::to_string(out.code) + " " + out.message + (out.data ? " " + boost::json::serialize(*out.data) : "");
}

PoolError invalid(uint8_t index, uint8_t custom = 0) {
    return {.kind = PoolError::Kind::kInvalid, .validity = {.unknown = false, .index = index, .custom = custom}};
}

PoolError unknown(uint8_t index, uint8_t custom = 0) {
    return {.kind = PoolError::Kind::kUnknownValidity, .validity = {.unknown = true, .index = index, .custom = custom}};
}

// Observed: polkadot-stable2407: sc_rpc_api::author::error; wallets show these words.
TEST(AuthorErrors, TellWhyTheRuntimeRefuses) {
    EXPECT_EQ(shown(invalid(1)),
              R"x(1010 Invalid Transaction "Inability to pay some fees (e.g. account balance too low)")x");
    EXPECT_EQ(shown(invalid(3)), R"(1010 Invalid Transaction "Transaction is outdated")");
    EXPECT_EQ(shown(invalid(4)), R"(1010 Invalid Transaction "Transaction has a bad signature")");
    EXPECT_EQ(shown(invalid(7, 64)), R"(1010 Invalid Transaction "Custom error: 64")");
    EXPECT_EQ(shown(unknown(0)), R"(1011 Unknown Transaction Validity "CannotLookup")");
    EXPECT_EQ(shown(unknown(1)), R"(1011 Unknown Transaction Validity "NoUnsignedValidator")");
    EXPECT_EQ(shown(unknown(2, 9)), R"x(1011 Unknown Transaction Validity "Custom(9)")x");
}

TEST(AuthorErrors, TellWhyThePoolRefuses) {
    const auto of = [](PoolError::Kind kind) { return shown({.kind = kind, .reason = "the disk is full"}); };
    EXPECT_EQ(of(PoolError::Kind::kTemporarilyBanned), "1012 Transaction is temporarily banned");
    EXPECT_EQ(of(PoolError::Kind::kAlreadyImported),
              R"(1013 Transaction Already Imported "0x)" + std::string(64, '0') + "\"");
    EXPECT_EQ(shown({.kind = PoolError::Kind::kTooLowPriority, .old_priority = 5, .new_priority = 3}),
              R"(1014 Priority is too low: (5 vs 3) "The transaction has too low priority to replace another )"
              R"(transaction already in the pool.")");
    EXPECT_EQ(of(PoolError::Kind::kCycle), "1015 Cycle Detected");
    EXPECT_EQ(of(PoolError::Kind::kImmediatelyDropped),
              R"(1016 Immediately Dropped "The transaction couldn't enter the pool because of the limit")");
    EXPECT_EQ(of(PoolError::Kind::kUnactionable),
              R"(1018 Unactionable "The transaction is unactionable since it is not propagable and the local node )"
              R"(does not author blocks")");
    EXPECT_EQ(of(PoolError::Kind::kNoTags),
              R"(1019 No tags provided "Transaction does not provide any tags, so the pool can't identify it")");
    EXPECT_EQ(of(PoolError::Kind::kRejectedFutureTransaction), "1021 The pool is not accepting future transactions");
    EXPECT_EQ(of(PoolError::Kind::kInternal), R"(1002 Verification Error: the disk is full "the disk is full")");
}

}  // namespace
}  // namespace serinus::rpc
