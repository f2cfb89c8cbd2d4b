/// From leases to coretime: each parachain gets the core that it has for itself, the cores of orders become the pool's,
/// and the broker chain is told of all that, if there is one.
/// Source: polkadot_runtime_parachains::coretime::migration 8.0.1
#pragma once

#include "runtime/pallets/parachains/coretime/coretime.hpp"
#include "runtime/pallets/parachains/hrmp/hrmp.hpp"
#include "runtime/xcm/builders/routers.hpp"

namespace serinus::polkadot_runtime_parachains::coretime {

/// Calls that the broker chain gets with this migration alone.
struct BrokerCallOfMigration {
    /// All of a core.
    struct WholeCore {
        ByteArray<10> mask{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
        CoreAssignment assignment;
    };
    struct Reserve {
        std::vector<WholeCore> schedule;
    };
    struct SetLease {
        uint32_t task{};
        uint32_t until{};  ///< a timeslice
    };
    struct NotifyCoreCount {
        uint16_t count{};
    };
    scale::Enum<scale::At<1, Reserve>, scale::At<3, SetLease>, scale::At<19, NotifyCoreCount>> v;
};

/// The timeslice that the reference makes of a block. Where it rounds up, it adds 80 timeslices rather than one.
constexpr uint32_t timeslice_of_lease_end(BlockNumber end) {
    constexpr uint32_t kBlocks = 80;
    return end / kBlocks + (end % kBlocks > 0 ? kBlocks : 0);
}

/// Runs once, while the pallet of assignments has stored nothing; behind the configuration's step to version 12.
/// `Leases::end_of_lease(para)`: the block with which a lease ends, nullopt if the para has none that coretime can
/// take over.
template <class P, class Paras, class Leases>
struct ToCoretime {
    using Assigner = typename P::Config::AssignmentProvider;

    static Weight on_runtime_upgrade() {
        if (is_done()) return Weight::zero();
        const std::vector<ParaId> parachains = Paras::storage.Parachains.get();
        constexpr uint32_t kMostCores = max_value<uint16_t>();  // that the broker chain can be told of
        const auto of_parachains = static_cast<uint32_t>(parachains.size());
        const uint32_t of_orders = std::min(P::Config::Configuration::config().scheduler_params.num_cores,
                                            saturating_sub(kMostCores, of_parachains));
        uint32_t core = 0;
        for (const ParaId para : parachains) assign(core++, {CoreAssignment::Task{para._0}});
        for (uint32_t i = 0; i < of_orders; ++i) assign(core++, {CoreAssignment::Pool{}});
        count_cores_of_parachains(of_parachains);
        tell_broker(parachains, core);
        return P::Config::kWeights.assign_core(1).saturating_mul(core).saturating_add(
            P::Config::kDbWeight.reads_writes(3, 2));
    }

  private:
    /// The version of the pallet's storage was written before all migrations.
    static bool is_done() {
        const auto pallet = twox_128(std::string_view(Assigner::Config::kInfo.name));
        const auto version = twox_128(std::string_view(":__STORAGE_VERSION__:"));
        PrefixedKeys keys(to_bytes(pallet));
        while (keys.next()) {
            if (!std::ranges::equal(keys.suffix(), version)) return true;
        }
        return false;
    }

    static void assign(uint32_t core, const CoreAssignment& use) {
        const auto done = Assigner::assign_core({core}, P::Config::System::block_number(),
                                                {{use, PartsOf57600{PartsOf57600::kFull}}}, std::nullopt);
        if (!done) host::log(host::LogLevel::kError, "runtime::coretime", "a core cannot be assigned");
    }

    /// In the configuration that is in force and in those that wait: the reference forgets the second ones, so that
    /// parachains would have lost their cores with the next session, had there been one.
    static void count_cores_of_parachains(uint32_t parachains) {
        const auto& storage = P::Config::Configuration::storage;
        const auto add = [&](auto& host) {
            uint32_t& cores = host.scheduler_params.num_cores;
            cores = serinus::saturating_add(cores, parachains);
        };
        storage.ActiveConfig.mutate([&](auto& host) { add(host); });
        if (!storage.PendingConfigs.exists()) return;
        storage.PendingConfigs.mutate([&](auto& pending) {
            for (auto& [session, host] : pending) add(host);
        });
    }

    /// System chains and the pool have their cores reserved, the others as long as their leases last.
    static void tell_broker(const std::vector<ParaId>& parachains, uint32_t cores) {
        xcm::Program reservations{unpaid()}, pool{unpaid()}, leases{unpaid()}, count{unpaid()};
        for (const ParaId para : parachains) {
            if (hrmp::is_system_chain(para)) {
                reservations.push(reserve({CoreAssignment::Task{para._0}}));
            } else if (const auto end = Leases::end_of_lease(para)) {
                leases.push(transact({BrokerCallOfMigration::SetLease{para._0, timeslice_of_lease_end(*end)}}));
            }
        }
        for (size_t i = parachains.size(); i < cores; ++i) pool.push(reserve({CoreAssignment::Pool{}}));
        const auto cores_told = static_cast<uint16_t>(std::min<uint32_t>(cores, max_value<uint16_t>()));
        count.push(transact({BrokerCallOfMigration::NotifyCoreCount{cores_told}}));

        const xcm::Location broker{0, {xcm::Junction::parachain(P::Config::kConstants.BrokerId)}};
        for (const xcm::Program* const message : {&reservations, &pool, &leases, &count}) {
            if (xcm::send_xcm(P::Config::router(), broker, *message)) continue;
            host::log(host::LogLevel::kError, "runtime::coretime", "the broker chain cannot be told of cores");
            return;
        }
    }
    static xcm::Instruction unpaid() {
        xcm::Instruction out;
        out.op = xcm::Op::UnpaidExecution;
        return out;
    }
    static xcm::Instruction reserve(const CoreAssignment& use) {
        return transact({BrokerCallOfMigration::Reserve{{{.assignment = use}}}});
    }
    static xcm::Instruction transact(const BrokerCallOfMigration& call) {
        constexpr uint8_t kBroker = 50;
        xcm::Instruction out;
        out.op = xcm::Op::Transact;
        out.origin_kind = xcm::OriginKind::Superuser;
        out.fallback_weight = Weight::from_parts(170'000'000, 20'000);
        out.bytes = scale::encode(std::tuple(kBroker, call.v));
        return out;
    }
};

}  // namespace serinus::polkadot_runtime_parachains::coretime
