/// A runtime with a pipeline of extensions, a migration in steps, and a pallet that writes down which of its hooks ran.
#pragma once

#include "runtime/pallets/development_defaults.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/sdk/composition.hpp"
#include "runtime/sdk/events.hpp"
#include "runtime/sdk/extrinsic.hpp"
#include "runtime/sdk/migration.hpp"

namespace serinus::pallet_probe {

using namespace sdk;

/// What happened, in its order.
enum class Step : uint8_t { Upgrade, Initialize, Inherent, Poll, Work, Migrate, Idle };

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    struct Storage {
        Value<std::vector<Step>, OrDefault> Steps;
        Value<MigrationCursor> Cursor;
        /// How many blocks the migration still takes.
        Value<uint32_t, OrDefault> BlocksLeft;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 3;

    static constexpr Weight kPollWeight = Weight::from_parts(11'000, 0);
    static constexpr Weight kStepWeight = Weight::from_parts(13'000, 0);
    static constexpr Weight kWorkWeight = Weight::from_parts(1'000'000, 100);
    static constexpr Weight kUsedWeight = Weight::from_parts(400'000, 40);

    static void note(Step step) { storage.Steps.append(step); }

    /// An inherent.
    struct tick {
        static constexpr auto kClass = DispatchClass::Mandatory;
        Weight weight() const { return kWorkWeight; }
        DispatchResult operator()(None) const {
            note(Step::Inherent);
            return {};
        }
    };
    /// Uses less than it declares.
    struct work {
        Weight weight() const { return kWorkWeight; }
        DispatchResultWithPostInfo operator()(Signed) const {
            note(Step::Work);
            return PostDispatchInfo{.actual_weight = kUsedWeight};
        }
    };
    /// The same, and gives the block a part of it back at once.
    struct work_and_reclaim {
        Weight weight() const { return kWorkWeight; }
        DispatchResultWithPostInfo operator()(Signed) const {
            const DispatchInfo info{kWorkWeight};
            T::System::reclaim_weight(info,
                                      {.actual_weight = kWorkWeight.saturating_sub(Weight::from_parts(100'000, 0))});
            return PostDispatchInfo{.actual_weight = kUsedWeight};
        }
    };
    using Calls = List<At<0, tick>, At<1, work>, At<2, work_and_reclaim>>;

    static bool is_inherent(const RuntimeCall& call) { return call.get_if<tick>() != nullptr; }

    static Weight on_runtime_upgrade() {
        note(Step::Upgrade);
        return Weight::zero();
    }
    static Weight on_initialize(BlockNumber) {
        note(Step::Initialize);
        return Weight::zero();
    }
    static void on_poll(BlockNumber, WeightMeter& meter) {
        note(Step::Poll);
        meter.consume(kPollWeight);
    }
    static Weight on_idle(BlockNumber, Weight) {
        note(Step::Idle);
        return Weight::zero();
    }
};

/// Takes as many blocks as P says.
template <class P>
struct SlowMigration {
    static std::optional<Bytes> step(Bytes cursor, WeightMeter& meter) {
        P::note(Step::Migrate);
        meter.consume(P::kStepWeight);
        uint32_t left = P::storage.BlocksLeft.get();
        if (left == 0 || --left == 0) return std::nullopt;
        P::storage.BlocksLeft.put(left);
        return cursor;
    }
};

}  // namespace serinus::pallet_probe

namespace serinus::frame_system::system_chain {

using System = Pallet<struct SystemConfig>;
using Probe = pallet_probe::Pallet<struct ProbeConfig>;

/// Of the version that the test says.
inline uint32_t spec_version = 1;

struct SystemConfig : development_defaults::System<SystemConfig> {
    using AccountData = sdk::Unit;
    static constexpr uint32_t kSpecVersion = 1, kTransactionVersion = 1;
    static sdk::RuntimeVersion version() {
        sdk::RuntimeVersion version;
        version.spec_name = "chain";
        version.spec_version = system_chain::spec_version;
        return version;
    }
    using MultiBlockMigrator = sdk::MigratorOf<sdk::SteppedMigrations<Probe, pallet_probe::SlowMigration<Probe>>,
                                               sdk::Weight::from_parts(1'000'000, 1'000)>;
};
struct ProbeConfig {
    static constexpr sdk::PalletInfo kInfo{1, "Probe"};
    using System = system_chain::System;
};

struct Runtime {
    using Pallets = sdk::List<system_chain::System, Probe>;
    using System = system_chain::System;
    using Extensions = sdk::ExtensionPipeline<
        extensions::check_non_zero_sender::CheckNonZeroSender<SystemConfig>,
        extensions::check_mortality::CheckMortality<SystemConfig>, extensions::check_nonce::CheckNonce<SystemConfig>,
        extensions::check_weight::CheckWeight<SystemConfig>, extensions::weight_reclaim::WeightReclaim<SystemConfig>>;
    using Extrinsic =
        sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<sdk::LookupSource, sdk::RuntimeCall,
                                                                     sdk::MultiSignature, Extensions::Extra>;
    static sdk::Weight on_runtime_upgrade() { return sdk::Weight::zero(); }
};

}  // namespace serinus::frame_system::system_chain
