// Solutions of validators: what the pool and blocks take, and the miner of the offchain worker.
#pragma once

#include "runtime/npos/miner.hpp"
#include "runtime/pallets/election_provider_multi_phase/election_provider_multi_phase.hpp"
#include "runtime/sdk/offchain.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::pallet_election_provider_multi_phase {

namespace detail {

inline constexpr std::string_view kLastBlock = "parity/multi-phase-unsigned-election";
inline constexpr std::string_view kLock = "parity/multi-phase-unsigned-election/lock";
inline constexpr std::string_view kCachedCall = "parity/multi-phase-unsigned-election/call";

/// What the pool and blocks say of a call that is refused: the number of the error.
inline TransactionValidityError as_invalid(const DispatchError& error) {
    const auto* const module = std::get_if<DispatchError::Module>(&error.v);
    return InvalidTransaction::Custom{module ? module->_0.error[0] : uint8_t{0}};
}

}  // namespace detail

template <class T>
DispatchResult Pallet<T>::unsigned_pre_dispatch_checks(const Raw& raw) {
    ENSURE(storage.CurrentPhase.get().is_unsigned_open(), Error::PreDispatchEarlySubmission);
    ENSURE(storage.Round.get() == raw.round, Error::OcwCallWrongEra);
    ENSURE(storage.DesiredTargets.get().value_or(0) == raw.solution.unique_targets().size(),
           Error::PreDispatchWrongWinnerCount);
    const auto queued = storage.QueuedSolution.get();
    ENSURE(!queued || raw.score > queued->score, Error::PreDispatchWeakSubmission);
    return {};
}

template <class T>
TransactionValidity Pallet<T>::validate_unsigned(TransactionSource source, const RuntimeCall& call) {
    const auto* const sent = call.get_if<struct submit_unsigned>();
    ENSURE(sent != nullptr && source != TransactionSource::External, InvalidTransaction::Call{});
    const Raw& raw = sent->raw_solution;
    if (const auto checked = unsigned_pre_dispatch_checks(raw); !checked) return detail::as_invalid(checked.error());
    ValidTransaction valid = unsigned_report("OffchainElection", raw.round, unsigned_phase());
    const auto stake = std::min(raw.score.minimal_stake, uint128_t{max_value<uint64_t>()});
    valid.priority = saturating_add(T::kConstants.MinerTxPriority, static_cast<uint64_t>(stake));
    return valid;
}

template <class T>
TransactionCheck Pallet<T>::pre_dispatch(const RuntimeCall& call) {
    const auto* const sent = call.get_if<struct submit_unsigned>();
    ENSURE(sent != nullptr, InvalidTransaction::Call{});
    if (const auto checked = unsigned_pre_dispatch_checks(sent->raw_solution); !checked) {
        return detail::as_invalid(checked.error());
    }
    return {};
}

template <class T>
void Pallet<T>::offchain_worker(BlockNumber now) {
    // The lock is released at the end; if the node is stopped before, it holds for a phase.
    const auto lock = OffchainBlockLock<typename T::System>::try_lock(detail::kLock, unsigned_phase());
    if (!lock) return;
    const Phase phase = storage.CurrentPhase.get();
    if (!phase.is_unsigned_open()) return;
    const BlockNumber opened = std::get<typename Phase::Unsigned>(phase.v)._0.second;
    if (opened > now || !may_work_at(now)) return;
    if (opened == now) {
        OffchainValue<Unit>(detail::kCachedCall).clear();
        mine_and_submit();
    } else {
        restore_or_mine();
    }
}

template <class T>
bool Pallet<T>::may_work_at(BlockNumber now) {
    const OffchainValue<BlockNumber> last_block(detail::kLastBlock);
    const auto done = last_block.mutate([&](std::optional<BlockNumber> last) -> std::optional<BlockNumber> {
        // Not on forks behind the last one, and not soon again.
        if (last && now <= saturating_add(*last, T::kConstants.OffchainRepeat)) return std::nullopt;
        return now;
    });
    return done == OffchainValue<BlockNumber>::Mutation::kDone;
}

template <class T>
auto Pallet<T>::mine_checked_call() -> std::optional<struct submit_unsigned> {
    const auto snapshot = storage.Snapshot.get();
    const auto desired = storage.DesiredTargets.get();
    if (!snapshot || !desired) return std::nullopt;
    struct submit_unsigned call;
    call.witness = {static_cast<uint32_t>(snapshot->voters.size()), static_cast<uint32_t>(snapshot->targets.size())};
    auto mined = npos::mine<T::kMaxVotes, npos::SolverOf<T>>(
        std::span<const AccountId>(snapshot->targets), snapshot->voters, *desired,
        {.max_weight = T::kConstants.MinerMaxWeight,
         .max_length = T::kConstants.MinerMaxLength,
         .weight_of = [&](uint32_t active) {
             return T::kWeights.submit_unsigned(call.witness.voters, call.witness.targets, active, *desired);
         }});
    if (!mined) return std::nullopt;
    call.raw_solution = Raw{std::move(mined->solution), mined->score, storage.Round.get()};
    if (basic_checks(call.raw_solution) != MinerFailure::kNone) return std::nullopt;
    return call;
}

template <class T>
void Pallet<T>::mine_and_submit() {
    auto call = mine_checked_call();
    if (!call) return;
    // As it stands in the pallet's part of an encoded call: with its index.
    using Cached = OffchainValue<std::pair<uint8_t, struct submit_unsigned>>;
    const std::pair<uint8_t, struct submit_unsigned> kept(0, *call);
    const auto saved = Cached(detail::kCachedCall).mutate([&](const auto&) { return std::optional(kept); });
    if (saved == Cached::Mutation::kDone) sdk::submit_unsigned(*std::move(call));
}

template <class T>
void Pallet<T>::restore_or_mine() {
    const OffchainValue<std::pair<uint8_t, struct submit_unsigned>> cached(detail::kCachedCall);
    auto kept = cached.get();
    if (!kept || kept->first != 0) return mine_and_submit();
    switch (basic_checks(kept->second.raw_solution)) {
        case MinerFailure::kNone:
            sdk::submit_unsigned(std::move(kept->second));
            break;
        case MinerFailure::kInfeasible:
            // It is of a snapshot of another fork: the next worker mines anew, without waiting.
            cached.clear();
            OffchainValue<BlockNumber>(detail::kLastBlock).clear();
            break;
        case MinerFailure::kOther:
            break;
    }
}

template <class T>
auto Pallet<T>::basic_checks(const Raw& raw) -> MinerFailure {
    if (!unsigned_pre_dispatch_checks(raw)) return MinerFailure::kOther;
    return feasibility_check(raw, ElectionCompute::Unsigned) ? MinerFailure::kNone : MinerFailure::kInfeasible;
}

}  // namespace serinus::pallet_election_provider_multi_phase
