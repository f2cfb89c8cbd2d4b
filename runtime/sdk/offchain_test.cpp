// What offchain workers keep, and what the host does for them.
#include "runtime/sdk/offchain.hpp"

#include <gtest/gtest.h>

#include "runtime/sdk/host/native/state.hpp"

namespace serinus::sdk {
namespace {

class Offchain : public testing::Test {
  protected:
    void SetUp() override { native::state().reset(); }
    void TearDown() override { native::state().reset(); }
};

TEST_F(Offchain, ValuesAreKeptBesideTheState) {
    const OffchainValue<uint32_t> value("a value");
    EXPECT_EQ(value.get(), std::nullopt);
    value.set(5);
    EXPECT_EQ(value.get(), 5u);
    EXPECT_TRUE(native::state().entries().empty());
    using Mutation = OffchainValue<uint32_t>::Mutation;
    EXPECT_EQ(value.mutate([](auto current) { return std::optional(*current + 1); }), Mutation::kDone);
    EXPECT_EQ(value.mutate([](auto) { return std::optional<uint32_t>(); }), Mutation::kRefused);
    EXPECT_EQ(value.mutate([&](auto) {
        value.set(9);  // somebody else, meanwhile
        return std::optional(1u);
    }),
              Mutation::kConcurrent);
    EXPECT_EQ(value.get(), 9u);
    value.clear();
    EXPECT_EQ(value.get(), std::nullopt);
    host::offchain_set(as_bytes("a value"), Bytes{1});
    EXPECT_EQ(value.get(), std::nullopt);  // does not decode
    EXPECT_EQ(value.mutate([](auto current) { return std::optional(current ? 0u : 3u); }), Mutation::kDone);
    EXPECT_EQ(value.get(), 3u);
}

TEST_F(Offchain, LocksEndWithTheirOwnerOrTheirTime) {
    {
        const auto lock = OffchainLock::try_lock("lock", 200);
        ASSERT_TRUE(lock);
        EXPECT_FALSE(OffchainLock::try_lock("lock"));
        EXPECT_TRUE(OffchainLock::try_lock("another"));
    }
    EXPECT_EQ(host::offchain_get(as_bytes("lock")), std::nullopt);

    OffchainLock::try_lock("lock", 200)->forget();
    EXPECT_EQ(host::offchain_get(as_bytes("lock")), scale::encode(uint64_t{200}));
    host::offchain_sleep_until_ms(200);
    EXPECT_FALSE(OffchainLock::try_lock("lock"));
    host::offchain_sleep_until_ms(201);
    EXPECT_TRUE(OffchainLock::try_lock("lock"));
}

struct Chain {
    static BlockNumber block_number() { return number; }
    static inline BlockNumber number = 10;
};

// The reference's deadline: number of the block, then milliseconds.
TEST_F(Offchain, LocksOfBlocksEndWhenBothAreOver) {
    Chain::number = 10;
    OffchainBlockLock<Chain>::try_lock("lock", 3, 100)->forget();
    EXPECT_EQ(host::offchain_get(as_bytes("lock")), scale::encode(std::pair(uint32_t{13}, uint64_t{100})));
    Chain::number = 14;
    EXPECT_FALSE(OffchainBlockLock<Chain>::try_lock("lock", 3));
    Chain::number = 13;
    host::offchain_sleep_until_ms(101);
    EXPECT_FALSE(OffchainBlockLock<Chain>::try_lock("lock", 3));
    Chain::number = 14;
    {
        const auto lock = OffchainBlockLock<Chain>::try_lock("lock", 3);
        EXPECT_TRUE(lock);
    }
    EXPECT_EQ(host::offchain_get(as_bytes("lock")), std::nullopt);
}

TEST_F(Offchain, KeysOfTheNodeSign) {
    const ByteArray<4> type{'i', 'm', 'o', 'n'};
    const ByteArray<32> key{1}, other{2};
    EXPECT_TRUE(host::sr25519_public_keys(type).empty());
    native::state().sr25519_keys[type] = {key};
    EXPECT_EQ(host::sr25519_public_keys(type), std::vector{key});
    EXPECT_TRUE(host::sr25519_sign(type, key, Bytes{1}));
    EXPECT_NE(host::sr25519_sign(type, key, Bytes{1}), host::sr25519_sign(type, key, Bytes{2}));
    EXPECT_EQ(host::sr25519_sign(type, other, Bytes{1}), std::nullopt);
}

TEST_F(Offchain, ChildTriesTakePartInTransactions) {
    const Bytes child{7}, other{8};
    host::child_set(child, Bytes{1, 1}, Bytes{1});
    host::child_set(child, Bytes{1, 2}, Bytes{2});
    host::child_set(other, Bytes{1, 1}, Bytes{3});
    EXPECT_FALSE(host::exists(Bytes{1, 1}));
    EXPECT_EQ(host::child_get(child, Bytes{1, 1}), Bytes{1});
    const Hash256 root = host::child_root(child, 1);

    host::start_transaction();
    host::child_set(child, Bytes{1, 1}, Bytes{9});
    host::child_clear(child, Bytes{1, 2});
    EXPECT_NE(host::child_root(child, 1), root);
    EXPECT_EQ(host::child_next_key(child, Bytes{1, 1}), std::nullopt);
    host::rollback_transaction();
    EXPECT_EQ(host::child_root(child, 1), root);
    EXPECT_EQ(host::child_next_key(child, Bytes{1, 1}), (Bytes{1, 2}));

    EXPECT_FALSE(host::child_clear_prefix(child, Bytes{1}, 1).all_removed);
    EXPECT_TRUE(host::child_kill(child, std::nullopt).all_removed);
    EXPECT_FALSE(host::child_exists(child, Bytes{1, 2}));
    EXPECT_TRUE(host::child_exists(other, Bytes{1, 1}));
}

}  // namespace
}  // namespace serinus::sdk
