#include "services/parachain/signed_once.hpp"

#include <gtest/gtest.h>

namespace serinus::services::paras {
namespace {

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

/// Refuses to write.
class FullDisk final : public storage::Store {
  public:
    explicit FullDisk(storage::Store& store) : store_(store) {}
    std::unique_ptr<storage::WriteBatch> batch() override { return store_.batch(); }
    Result<void, storage::StoreError> commit(std::unique_ptr<storage::WriteBatch>, storage::Durability) override {
        return Err(storage::StoreError{.kind = storage::StoreError::Kind::kFull, .reason = "no space"});
    }
    Result<std::unique_ptr<storage::Snapshot>, storage::StoreError> snapshot() override { return store_.snapshot(); }

  private:
    storage::Store& store_;
};

TEST(SignedOnce, NothingIsSignedThatCannotBeNoted) {
    const auto memory = storage::make_memory_store();
    FullDisk disk(*memory);
    EXPECT_FALSE(SignedOnce(disk).may_sign(Bytes{1}, Bytes{10}));
}

}  // namespace
}  // namespace serinus::services::paras
