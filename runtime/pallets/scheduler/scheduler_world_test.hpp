/// What the tests of the Scheduler share.
#pragma once

#include "runtime/mock/holds.hpp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/preimage/preimage.hpp"
#include "runtime/pallets/preimage/weights.hpp"
#include "runtime/pallets/scheduler/scheduler.hpp"
#include "runtime/pallets/scheduler/weights.hpp"

namespace serinus::pallet_scheduler::chain {

using mock::holds::Balances;
using Preimage = pallet_preimage::Pallet<struct PreimageConfig>;
using Scheduler = Pallet<struct SchedulerConfig>;

/// Origins of a pallet that stands at 43.
enum class Track : uint8_t { AuctionAdmin, Treasurer, GeneralAdmin };
template <Track kTrack>
using EnsureTrack = EnsurePalletOrigin<43, kTrack>;
/// Root is above all others; two others can only be the same.
struct RootIsAbove {
    static std::optional<std::strong_ordering> cmp_privilege(const OriginCaller& left, const OriginCaller& right) {
        if (left == right) return std::strong_ordering::equal;
        if (left.is_root()) return std::strong_ordering::greater;
        return std::nullopt;
    }
};
struct PreimageConfig {
    static constexpr PalletInfo kInfo{3, "Preimage"};
    static constexpr Balance kBaseDeposit = 2 * mock::kUnit;
    static constexpr Balance kByteDeposit = mock::kUnit / 1'000;
    using Currency = Balances;
    using ManagerOrigin = EnsureRoot;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_preimage::Weights>;
};
struct SchedulerConfig {
    static constexpr PalletInfo kInfo{4, "Scheduler"};
    static constexpr Constants kConstants{
        .MaximumWeight = Perbill::from_percent(80) * development_weights::kBlockWeights.max_block,
        .MaxScheduledPerBlock = 50};
    using System = mock::System;
    using Preimages = chain::Preimage;
    using ScheduleOrigin =
        EitherOf<EnsureRoot, EitherOf<EnsureTrack<Track::AuctionAdmin>, EnsureTrack<Track::Treasurer>>>;
    using OriginPrivilegeCmp = RootIsAbove;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_scheduler::Weights>;
};
struct Runtime : mock::holds::RuntimeOf<mock::Utility, Preimage, Scheduler> {
    struct OriginCaller {
        struct system {
            RawOrigin _0;
        };
        struct Origins {
            Track _0;
        };
        scale::Enum<At<0, system>, At<43, Origins>> v;
    };
};

}  // namespace serinus::pallet_scheduler::chain

namespace serinus::pallet_scheduler::schedules {

using namespace mock;
using namespace chain;
using E = Scheduler::Event;
using Error = Scheduler::Error;
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

class Schedule : public World<Runtime, chain::Balances> {
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

}  // namespace serinus::pallet_scheduler::schedules
