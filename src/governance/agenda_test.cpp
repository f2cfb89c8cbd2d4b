#include "governance/agenda.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "state/memory_backend.hpp"
#include "tests/support/data.hpp"

namespace serinus::governance {
namespace {

using namespace literals;

using state::Area;

class Agenda : public testing::Test {
  protected:
    void SetUp() override {
        const auto path = test::shared_data("metadata/kusama-v1000000-v14.scale");
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        auto decoded = metadata::Metadata::decode(to_bytes(as_bytes(test::read_file(*path))));
        ASSERT_TRUE(decoded) << decoded.error();
        metadata = *std::move(decoded);
        auto found = SchedulerTypes::find(*metadata);
        ASSERT_TRUE(found) << found.error();
        types = *found;
    }
    Bytes key(std::string_view pallet, std::string_view item, BytesView rest = {}) const {
        return concat(metadata::item_prefix(pallet, item), rest);
    }
    std::optional<Bytes> get(BytesView of) {
        const auto value = overlay.get(Area::top(), of);
        return value && *value ? std::optional(to_bytes(**value)) : std::nullopt;
    }

    std::unique_ptr<const metadata::Metadata> metadata;
    SchedulerTypes types;
    state::MemoryBackend backend;
    state::Overlay overlay{backend};
};

// Scheduled {maybe_id, priority, call, maybe_periodic, origin}; Bounded::Inline is case 1, Lookup case 2.
TEST_F(Agenda, TasksAreEncodedAsTheMetadataSays) {
    EXPECT_EQ(to_hex(types.task(types.inline_call("000000"_hex), "0000"_hex)), "003f010c000000000000");
    const Hash256 hash{{7}};
    EXPECT_EQ(to_hex(types.looked_up_call(hash, 300)), "02" + to_hex(hash.bytes) + "2c010000");
}

TEST_F(Agenda, TheTaskIsTheOnlyOneOfTheBlock) {
    const Bytes number = "05000000"_hex;
    const Bytes agenda = key("Scheduler", "Agenda", hashing::twox_64_concat(number));
    overlay.put(Area::top(), agenda, "0400"_hex);
    overlay.put(Area::top(), key("Scheduler", "IncompleteSince"), "02000000"_hex);
    ASSERT_TRUE(types.put_agenda(overlay, 5, "aabb"_hex));
    EXPECT_EQ(get(agenda), "0401aabb"_hex);
    EXPECT_EQ(get(key("Scheduler", "IncompleteSince")), std::nullopt);
    ASSERT_TRUE(types.put_agenda(overlay, 5, std::nullopt));
    EXPECT_EQ(get(agenda), std::nullopt);
}

TEST_F(Agenda, PreimagesAreNotedAndFoundAgain) {
    const Bytes call(200, 9);
    const Hash256 hash = hashing::blake2b_256(call);
    EXPECT_EQ(*find_preimage(*metadata, overlay, hash), std::nullopt);
    ASSERT_TRUE(put_preimage(*metadata, overlay, call));
    EXPECT_EQ(*find_preimage(*metadata, overlay, hash), call);
    // RequestStatus::Requested {deposit: None, count: 1, len: Some(200)} is case 1.
    EXPECT_EQ(get(key("Preimage", "StatusFor", hash.bytes)), "01000100000001c8000000"_hex);
    EXPECT_EQ(*find_preimage(*metadata, overlay, Hash256{{1}}), std::nullopt);
}

}  // namespace
}  // namespace serinus::governance
