// Values that are kept in place, or looked up by their hash.
#include "runtime/sdk/traits/preimages.hpp"

#include "runtime/sdk/counter_test.hpp"

namespace serinus::sdk {
namespace {

/// Preimages in memory; counts the requests.
struct Provider : PreimageInterface<Provider> {
    static inline std::map<Hash256, Bytes> kept;
    static inline std::map<Hash256, int> requests;

    static std::optional<uint32_t> len(const Hash256& hash) {
        const auto found = kept.find(hash);
        return found == kept.end() ? std::nullopt : std::optional(static_cast<uint32_t>(found->second.size()));
    }
    static ResultOf<Bytes> fetch(const Hash256& hash, std::optional<uint32_t>) {
        const auto found = kept.find(hash);
        ENSURE(found != kept.end(), DispatchError(DispatchError::Unavailable{}));
        return found->second;
    }
    static void request(const Hash256& hash) { ++requests[hash]; }
    static void unrequest(const Hash256& hash) { --requests[hash]; }
    static ResultOf<Hash256> note(BytesView data) {
        const Hash256 hash = host::blake2_256(data);
        kept[hash] = to_bytes(data);
        request(hash);
        return hash;
    }
};

class PreimagesTest : public counter::CounterTest {
  protected:
    void SetUp() override {
        CounterTest::SetUp();
        Provider::kept.clear();
        Provider::requests.clear();
    }
    using Stored = Bounded<Bytes>;
};

TEST_F(PreimagesTest, ShortValuesStayInPlace) {
    const Bytes value(126, 3);  // 128 bytes with their length
    const auto bound = Provider::bound(value);
    ASSERT_TRUE(bound);
    EXPECT_FALSE(bound->lookup_needed());
    EXPECT_EQ(bound->len(), 128u);
    EXPECT_EQ(bound->lookup_len(), std::nullopt);
    EXPECT_EQ(bound->hash(), host::blake2_256(scale::encode(value)));
    EXPECT_TRUE(Provider::have(*bound));
    const auto peeked = Provider::realize(*bound);
    ASSERT_TRUE(peeked);
    EXPECT_EQ(peeked->value, value);
    EXPECT_EQ(peeked->lookup_len, std::nullopt);
    EXPECT_TRUE(Provider::requests.empty());
}

TEST_F(PreimagesTest, LongValuesAreNotedAndRequested) {
    const Bytes value(127, 3);
    const auto bound = Provider::bound(value);
    ASSERT_TRUE(bound);
    EXPECT_TRUE(bound->lookup_needed());
    EXPECT_EQ(bound->lookup_len(), 129u);
    EXPECT_EQ(Provider::requests[bound->hash()], 1);
    Provider::hold(*bound);
    EXPECT_EQ(Provider::requests[bound->hash()], 2);
    EXPECT_EQ(Provider::peek(*bound)->lookup_len, 129u);
    EXPECT_EQ(Provider::realize(*bound)->value, value);
    EXPECT_EQ(Provider::requests[bound->hash()], 1);
    Provider::drop(*bound);
    EXPECT_EQ(Provider::requests[bound->hash()], 0);
}

TEST_F(PreimagesTest, MayBeMissingOrBroken) {
    const Hash256 hash = host::blake2_256(Bytes{1});
    const Stored picked = Provider::pick<Bytes>(hash, 1);
    EXPECT_EQ(Provider::requests[hash], 1);
    EXPECT_FALSE(Provider::have(picked));
    EXPECT_EQ(Provider::peek(picked).error(), DispatchError(DispatchError::Unavailable{}));
    Provider::kept[hash] = {0xff};
    EXPECT_EQ(Provider::peek(picked).error(), DispatchError(DispatchError::Corruption{}));
    const Stored legacy{Stored::Legacy{hash}};
    EXPECT_EQ(legacy.len(), std::nullopt);
    EXPECT_EQ(legacy.lookup_len(), frame_support::traits::preimages::kMaxLegacySize);
    EXPECT_EQ(legacy.hash(), hash);
}

}  // namespace
}  // namespace serinus::sdk
