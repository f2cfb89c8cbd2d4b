/// What the tests of the Scheduler share.
#pragma once

#include "runtime/kusama/origins.hpp"
#include "runtime/kusama/world_test.hpp"

namespace serinus::kusama::test::scheduler {

using E = Scheduler::Event;
using Error = Scheduler::Error;
using Track = staging_kusama_runtime::governance::origins::pallet_custom_origins::Origin;
using Anonymous = Scheduler::Anonymous;
using Named = Scheduler::Named;

inline RuntimeOrigin track(Track track) { return RuntimeOrigin({PalletOrigin{43, {static_cast<uint8_t>(track)}}}); }
inline TaskName name(uint8_t letter) {
    TaskName out;
    out.fill(letter);
    return out;
}
/// Four bytes long, and only `mark` differs.
inline RuntimeCall remark(uint8_t mark) { return System::remark{{mark}}; }
inline Bounded<RuntimeCall> bound(uint8_t mark) { return *Preimage::bound(remark(mark)); }

class Schedule : public World {
  protected:
    void TearDown() override {
        EXPECT_TRUE(Scheduler::try_state());
        EXPECT_TRUE(Preimage::try_state());
        World::TearDown();
    }
    /// Begins the block `now` as far as the Scheduler goes; only its events are there. The weight used.
    static Weight begin(BlockNumber now) {
        go_to(now);
        System::reset_events();
        return Scheduler::on_initialize(now);
    }
};

}  // namespace serinus::kusama::test::scheduler
