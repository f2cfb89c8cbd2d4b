// What parachains read of their queues in the relay chain's state.
#include "runtime/pallets/parachains/inclusion/upward_queue.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/sdk/host/native/state.hpp"
#include "runtime/sdk/traits/messages.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {
namespace {

struct Limits {
    struct Host {
        uint32_t max_upward_queue_count = 10, max_upward_queue_size = 1000;
    };
    static Host config() { return {}; }
};

TEST(UpwardQueue, IsNamedByItsPara) {
    EXPECT_EQ(to_hex(scale::encode(upward_queue({2000}))), "0000d0070000");
    EXPECT_EQ(para_of(upward_queue({2000})), ParaId{2000});
}

TEST(UpwardQueue, ItsSizeStandsWhereParachainsLookForIt) {
    sdk::native::state().reset();
    UpwardQueueSizes<Limits>::on_queue_changed(upward_queue({2000}), 3, 1200);
    EXPECT_EQ(to_hex(well_known_keys::relay_dispatch_queue_size({2000})).substr(0, 64),
              "f5207f03cfdce586301014700e2c2593fad157e461d71fd4c1f936839a5f1f3e");
    EXPECT_EQ(to_hex(*sdk::host::get(well_known_keys::relay_dispatch_queue_size({2000}))), "03000000b0040000");
    const Bytes capacity = concat(as_bytes(":relay_dispatch_queue_remaining_capacity"), scale::encode(ParaId{2000}));
    EXPECT_EQ(to_hex(*sdk::host::get(capacity)), "0700000000000000");
    sdk::native::state().reset();
}

TEST(UpwardQueue, ReasonsForNotProcessingAreEncodedByTheirPlace) {
    using Error = sdk::ProcessMessageError;
    EXPECT_EQ(to_hex(scale::encode(Error{Error::Corrupt{}})), "01");
    EXPECT_EQ(to_hex(scale::encode(Error{Error::Overweight{sdk::Weight::from_parts(1, 2)}})), "030408");
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::inclusion
