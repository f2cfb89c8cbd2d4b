#pragma once

#include "runtime/pallets/babe/babe.hpp"
#include "runtime/pallets/offences/types.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::pallet_babe {

using sp_consensus_babe::ConsensusLog;

namespace detail {

inline constexpr sp_staking::offence::Kind kEquivocation{'b', 'a', 'b', 'e', ':', 'e', 'q', 'u',
                                                         'i', 'v', 'o', 'c', 'a', 't', 'i', 'o'};

/// The first slot of an epoch. Spec: defn-epoch-slot
inline Slot epoch_start_slot(uint64_t epoch_index, Slot genesis_slot, uint64_t epoch_duration) {
    const auto offset = checked_mul(epoch_index, epoch_duration);
    const auto start = offset ? checked_add(*offset, genesis_slot._0) : std::nullopt;
    if (!start) panic("a slot beyond 2^64");
    return {*start};
}

inline uint64_t epoch_index_of(Slot slot, Slot genesis_slot, uint64_t epoch_duration) {
    return saturating_sub(slot._0, genesis_slot._0) / epoch_duration;
}

template <class Bounded>
Bounded with_equal_weights(std::span<const std::pair<AccountId, AuthorityId>> validators) {
    AuthorityList authorities;
    authorities.reserve(validators.size());
    for (const auto& [_, key] : validators) authorities.emplace_back(key, 1);
    if (authorities.size() > Bounded::kBound) {
        host::log(host::LogLevel::kWarn, "runtime::babe", "A session has more validators than the bound.");
    }
    return Bounded::force_from(std::move(authorities));
}

}  // namespace detail

template <class T>
DispatchResultWithPostInfo Pallet<T>::report_equivocation::operator()(Signed reporter) const {
    TRY(process_evidence(reporter, equivocation_proof, key_owner_proof));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::report_equivocation_unsigned::operator()(None) const {
    TRY(process_evidence(T::Authorship::author(), equivocation_proof, key_owner_proof));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResult Pallet<T>::plan_config_change::operator()(Root) const {
    const auto& to = std::get<NextConfigDescriptor::V1>(config.v);
    ENSURE(to.c.second != 0, Error::InvalidConfiguration);
    ENSURE(to.c.first != 0 || to.allowed_slots != AllowedSlots::PrimarySlots, Error::InvalidConfiguration);
    storage.PendingEpochConfigChange.put(config);
    return {};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    storage.SegmentIndex.put(0);
    initialize_genesis_authorities(config.authorities);
    storage.EpochConfig.put(config.epoch_config);
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    initialize(now);
    return Weight::zero();
}

template <class T>
void Pallet<T>::on_finalize(BlockNumber) {
    // If the block began an epoch, that has happened: its output goes to the randomness of the right epoch.
    const std::optional<PreDigest> claim = storage.Initialized.take().value_or(std::nullopt);
    if (claim) {
        if (Session::is_disabled(claim->authority_index())) panic("the author of the block is disabled");
        if (const auto* const signature = claim->vrf_signature()) {
            const auto authorities = storage.Authorities.get();
            std::optional<BabeRandomness> randomness;
            if (claim->authority_index() < authorities.size()) {
                randomness = sp_consensus_babe::claim_randomness(authorities[claim->authority_index()].first,
                                                                 storage.Randomness.get(), storage.CurrentSlot.get(),
                                                                 storage.EpochIndex.get(), signature->output);
            }
            if (claim->is_primary() && randomness) deposit_randomness(*randomness);
            storage.AuthorVrfRandomness.put(randomness);
        }
    }
    storage.Lateness.remove();
}

template <class T>
bool Pallet<T>::should_end_session(BlockNumber now) {
    // Session asks at a time when this pallet may not have been initialized yet.
    initialize(now);
    return should_epoch_change(now);
}

template <class T>
void Pallet<T>::on_genesis_session(std::span<const std::pair<AccountId, Key>> validators) {
    initialize_genesis_authorities(detail::with_equal_weights<BoundedAuthorities>(validators));
}

template <class T>
void Pallet<T>::on_new_session(bool, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>> queued) {
    enact_epoch_change(detail::with_equal_weights<BoundedAuthorities>(validators),
                       detail::with_equal_weights<BoundedAuthorities>(queued), Session::current_index());
}

template <class T>
void Pallet<T>::on_disabled(uint32_t validator_index) {
    deposit_consensus({ConsensusLog::OnDisabled{validator_index}});
}

template <class T>
std::optional<uint32_t> Pallet<T>::find_author(const primitives::Digest& digest) {
    for (const auto& item : digest) {
        const auto* const of_engine = std::get_if<primitives::digest::PreRuntime>(&item);
        if (!of_engine || of_engine->engine != primitives::kBabeEngine) continue;
        const auto claim = sp_consensus_babe::digests::decode_pre_digest(of_engine->data);
        return claim ? std::optional(claim->authority_index()) : std::nullopt;
    }
    return std::nullopt;
}

template <class T>
void Pallet<T>::on_timestamp_set(Moment now) {
    if (storage.CurrentSlot.get()._0 != now / slot_duration()) panic("the time does not lie in the slot of the block");
}

template <class T>
Moment Pallet<T>::slot_duration() {
    return saturating_mul(T::Timestamp::minimum_period(), Moment{2});
}

template <class T>
Slot Pallet<T>::current_epoch_start() {
    return detail::epoch_start_slot(storage.EpochIndex.get(), storage.GenesisSlot.get(), T::kConstants.EpochDuration);
}

template <class T>
Epoch Pallet<T>::current_epoch() {
    const auto config = storage.EpochConfig.get();
    if (!config) panic("an epoch without a configuration");
    return {storage.EpochIndex.get(),  current_epoch_start(),    T::kConstants.EpochDuration,
            storage.Authorities.get(), storage.Randomness.get(), *config};
}

template <class T>
Epoch Pallet<T>::next_epoch() {
    const auto index = checked_add(storage.EpochIndex.get(), uint64_t{1});
    auto config = storage.NextEpochConfig.get();
    if (!config) config = storage.EpochConfig.get();
    if (!index || !config) panic("no epoch follows");
    return {*index,
            detail::epoch_start_slot(*index, storage.GenesisSlot.get(), T::kConstants.EpochDuration),
            T::kConstants.EpochDuration,
            storage.NextAuthorities.get(),
            storage.NextRandomness.get(),
            *config};
}

template <class T>
bool Pallet<T>::should_epoch_change(BlockNumber now) {
    // The first epoch begins with block 1, whatever its slot.
    if (now == 1) return false;
    return saturating_sub(storage.CurrentSlot.get()._0, current_epoch_start()._0) >= T::kConstants.EpochDuration;
}

template <class T>
std::optional<BlockNumber> Pallet<T>::next_expected_epoch_change(BlockNumber now) {
    const uint64_t next = saturating_add(current_epoch_start()._0, T::kConstants.EpochDuration);
    const auto slots = checked_sub(next, storage.CurrentSlot.get()._0);
    if (!slots) return std::nullopt;
    return saturating_add(now, static_cast<BlockNumber>(std::min<uint64_t>(*slots, ~BlockNumber{0})));
}

template <class T>
BlockNumber Pallet<T>::average_session_length() {
    return static_cast<BlockNumber>(std::min<uint64_t>(T::kConstants.EpochDuration, ~BlockNumber{0}));
}

template <class T>
Estimate<Permill> Pallet<T>::estimate_current_session_progress(BlockNumber) {
    const uint64_t elapsed = saturating_sub(storage.CurrentSlot.get()._0, current_epoch_start()._0) + 1;
    return {Permill::from_rational(elapsed, T::kConstants.EpochDuration), T::kDbWeight.reads(3)};
}

template <class T>
Estimate<BlockNumber> Pallet<T>::estimate_next_session_rotation(BlockNumber now) {
    return {next_expected_epoch_change(now), T::kDbWeight.reads(3)};
}

template <class T>
void Pallet<T>::enact_epoch_change(BoundedAuthorities authorities, BoundedAuthorities next_authorities,
                                   std::optional<SessionIndex> session_index) {
    if (authorities.empty()) {
        host::log(host::LogLevel::kWarn, "runtime::babe", "An epoch without authorities is ignored.");
        return;
    }
    // After a gap the announced authorities and randomness serve for the epoch in which the chain goes on.
    const uint64_t epoch_index =
        detail::epoch_index_of(storage.CurrentSlot.get(), storage.GenesisSlot.get(), T::kConstants.EpochDuration);
    if (saturating_add(storage.EpochIndex.get(), uint64_t{1}) != epoch_index && session_index) {
        note_skipped_epochs(epoch_index, *session_index);
    }
    storage.EpochIndex.put(epoch_index);
    storage.Authorities.put(authorities);

    const auto next_index = checked_add(epoch_index, uint64_t{1});
    if (!next_index) panic("an epoch beyond 2^64");
    storage.Randomness.put(randomness_change_epoch(*next_index));
    storage.NextAuthorities.put(next_authorities);
    storage.EpochStart.mutate(
        [](std::pair<BlockNumber, BlockNumber>& start) { start = {start.second, T::System::block_number()}; });

    deposit_consensus({ConsensusLog::NextEpochData{{std::move(next_authorities), storage.NextRandomness.get()}}});
    if (const auto config = storage.NextEpochConfig.get()) storage.EpochConfig.put(*config);
    if (const auto change = storage.PendingEpochConfigChange.take()) {
        const auto& to = std::get<NextConfigDescriptor::V1>(change->v);
        storage.NextEpochConfig.put({to.c, to.allowed_slots});
        deposit_consensus({ConsensusLog::NextConfigData{*change}});
    }
}

template <class T>
void Pallet<T>::note_skipped_epochs(uint64_t epoch_index, SessionIndex session_index) {
    storage.SkippedEpochs.mutate([&](auto& skipped) {
        // Sessions are never skipped, so that this cannot be; the list relies on it.
        if (epoch_index < session_index) return;
        if (skipped.is_full()) skipped.erase(skipped.begin());
        static_cast<void>(skipped.try_push({epoch_index, session_index}));
    });
}

template <class T>
SessionIndex Pallet<T>::session_index_for_epoch(uint64_t epoch_index) {
    const auto skipped = storage.SkippedEpochs.get();
    const auto after =
        std::ranges::upper_bound(skipped, epoch_index, {}, [](const auto& entry) { return entry.first; });
    uint64_t session = epoch_index;
    if (after != skipped.begin()) {
        const auto& [epoch, its_session] = *std::prev(after);
        session = saturating_sub(epoch_index, epoch - its_session);
    }
    return static_cast<SessionIndex>(std::min<uint64_t>(session, ~SessionIndex{0}));
}

template <class T>
void Pallet<T>::initialize_genesis_authorities(AuthorityList authorities) {
    if (authorities.empty()) return;
    if (!storage.Authorities.get().empty()) panic("the authorities of the genesis are given twice");
    if (authorities.size() > T::kConstants.MaxAuthorities) panic("the genesis has too many authorities");
    const auto bounded = BoundedAuthorities::force_from(std::move(authorities));
    storage.Authorities.put(bounded);
    storage.NextAuthorities.put(bounded);
}

template <class T>
void Pallet<T>::initialize_genesis_epoch(Slot genesis_slot) {
    storage.GenesisSlot.put(genesis_slot);
    // Nothing has been collected yet: the second epoch has authorities and randomness of the first.
    deposit_consensus({ConsensusLog::NextEpochData{{storage.Authorities.get(), storage.Randomness.get()}}});
}

template <class T>
void Pallet<T>::initialize(BlockNumber) {
    if (storage.Initialized.exists()) return;
    const auto claim = sp_consensus_babe::digests::find_pre_digest(T::System::digest());
    if (claim) {
        const Slot slot = claim->slot();
        if (storage.GenesisSlot.get()._0 == 0) initialize_genesis_epoch(slot);
        const uint64_t expected = saturating_add(storage.CurrentSlot.get()._0, uint64_t{1});
        storage.Lateness.put(static_cast<BlockNumber>(saturating_sub(slot._0, expected)));
        storage.CurrentSlot.put(slot);
    }
    storage.Initialized.put(claim);
}

template <class T>
void Pallet<T>::deposit_consensus(ConsensusLog log) {
    T::System::deposit_log(primitives::digest::Consensus{primitives::kBabeEngine, scale::encode(log)});
}

template <class T>
void Pallet<T>::deposit_randomness(const BabeRandomness& randomness) {
    const uint32_t index = storage.SegmentIndex.get();
    auto segment = storage.UnderConstruction.get(index);
    if (segment.try_push(randomness)) {
        storage.UnderConstruction.put(index, segment);
        return;
    }
    const uint32_t next = saturating_add(index, 1u);
    storage.UnderConstruction.put(next, *std::decay_t<decltype(segment)>::from({randomness}));
    storage.SegmentIndex.put(next);
}

/// Gives the randomness of the epoch that begins, and makes that of the next one of it and what was collected.
template <class T>
BabeRandomness Pallet<T>::randomness_change_epoch(uint64_t next_epoch_index) {
    const BabeRandomness randomness = storage.NextRandomness.get();
    const uint32_t segments = storage.SegmentIndex.get();
    storage.SegmentIndex.put(0);

    Bytes all = concat(randomness, scale::encode(next_epoch_index));
    // Observed: the segment that is not full yet is left out, and stays; so it is in Kusama 1.0.0.
    for (uint32_t i = 0; i < segments; ++i) {
        for (const BabeRandomness& output : storage.UnderConstruction.take(i)) append(all, output);
    }
    storage.NextRandomness.put(host::blake2_256(all).bytes);
    return randomness;
}

template <class T>
DispatchResult Pallet<T>::process_evidence(std::optional<AccountId> reporter, const EquivocationProof& proof,
                                           const MembershipProof& key_owner_proof) {
    ENSURE(sp_consensus_babe::check_equivocation_proof(proof), Error::InvalidEquivocationProof);

    const uint64_t epoch = detail::epoch_index_of(proof.slot, storage.GenesisSlot.get(), T::kConstants.EpochDuration);
    ENSURE(session_index_for_epoch(epoch) == key_owner_proof.session, Error::InvalidKeyOwnershipProof);
    auto offender = T::KeyOwnerProofSystem::check_proof(Key::kKeyType, proof.offender._0._0, key_owner_proof);
    ENSURE(offender.has_value(), Error::InvalidKeyOwnershipProof);

    std::vector<AccountId> reporters;
    if (reporter) reporters.push_back(*reporter);
    const bool is_new = T::Offences::report_offence(
        std::move(reporters), {.kind = detail::kEquivocation,
                               .time_slot = scale::encode(proof.slot),
                               .session_index = key_owner_proof.session,
                               .validator_set_count = key_owner_proof.validator_count,
                               .offenders = {*std::move(offender)},
                               .slash_fraction = &sp_staking::offence::equivocation_slash_fraction});
    ENSURE(is_new, Error::DuplicateOffenceReport);
    return {};
}

template <class T>
TransactionCheck Pallet<T>::check_evidence(const EquivocationProof& proof, const MembershipProof& key_owner_proof) {
    const auto offender = T::KeyOwnerProofSystem::check_proof(Key::kKeyType, proof.offender._0._0, key_owner_proof);
    ENSURE(offender.has_value(), InvalidTransaction::BadProof{});
    ENSURE(!T::Offences::is_known_offence(detail::kEquivocation, scale::encode(proof.slot), *offender),
           InvalidTransaction::Stale{});
    return {};
}

template <class T>
TransactionValidity Pallet<T>::validate_unsigned(TransactionSource source, const RuntimeCall& call) {
    const auto* const report = call.get_if<report_equivocation_unsigned>();
    ENSURE(report != nullptr && source != TransactionSource::External, InvalidTransaction::Call{});
    TRY(check_evidence(report->equivocation_proof, report->key_owner_proof));
    return unsigned_report("BabeEquivocation",
                           std::pair(report->equivocation_proof.offender, report->equivocation_proof.slot),
                           T::kReportLongevity);
}

template <class T>
TransactionCheck Pallet<T>::pre_dispatch(const RuntimeCall& call) {
    const auto* const report = call.get_if<report_equivocation_unsigned>();
    ENSURE(report != nullptr, InvalidTransaction::Call{});
    return check_evidence(report->equivocation_proof, report->key_owner_proof);
}

template <class T>
bool Pallet<T>::submit_unsigned_equivocation_report(EquivocationProof equivocation_proof,
                                                    MembershipProof key_owner_proof) {
    return submit_unsigned(report_equivocation_unsigned{std::move(equivocation_proof), std::move(key_owner_proof)});
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto skipped = storage.SkippedEpochs.get();
    for (size_t i = 0; i < skipped.size(); ++i) {
        ENSURE(skipped[i].second <= skipped[i].first, std::string("a session lies behind its epoch"));
        ENSURE(i == 0 || skipped[i - 1].first < skipped[i].first, std::string("skipped epochs are out of order"));
    }
    const auto [last, current] = storage.EpochStart.get();
    ENSURE(last <= current, std::string("an epoch began before the one before it"));
    ENSURE(storage.GenesisSlot.get()._0 == 0 || current_epoch_start() <= storage.CurrentSlot.get(),
           std::string("the epoch has not begun yet"));
    return {};
}

}  // namespace serinus::pallet_babe
