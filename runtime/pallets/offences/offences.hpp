/// Offences: reports of validators' misbehaviour, each counted once.
/// Pallet: offences
///
/// The slash of an offence depends on how many did it at the same time, so all reports of a time slot are kept together
/// and a new one changes the slash of all.
///
/// Invariant (checked by try_state()): each report of ConcurrentReportsIndex is in Reports.
#pragma once

#include "runtime/pallets/offences/reporting.hpp"
#include "runtime/pallets/offences/types.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_offences {

using namespace sdk;
using sp_staking::offence::Kind;

/// `T`: IdentificationTuple (a validator and the stake behind it), OnOffenceHandler, a list of
///
///     struct Handler {
///         static void on_offence(std::span<const OffenceDetails> offenders, std::span<const Perbill> slash_fractions,
///                                SessionIndex session);
///     };
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::IdentificationTuple;
    typename T::OnOffenceHandler;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        for_each_handler(typename T::OnOffenceHandler{},
                         []<class L>() { static_assert(OnOffence<L, typename T::IdentificationTuple>); });
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Offender = typename T::IdentificationTuple;
    using Offence = sp_staking::offence::Offence<Offender>;
    using OffenceDetails = sp_staking::offence::OffenceDetails<AccountId, Offender>;

    struct Storage {
        /// All reports, by a hash of kind, time slot and offender.
        Map<Twox64Concat<Hash256>, OffenceDetails> Reports;
        /// The reports of one kind and time slot.
        DoubleMap<Twox64Concat<Kind>, Twox64Concat<Bytes>, std::vector<Hash256>, OrDefault> ConcurrentReportsIndex;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 1;

    struct Event {
        using Generics = List<>;
        /// An offence was reported for the first time.
        struct Offence {
            Kind kind{};
            Bytes timeslot;
        };
        using list = List<Offence>;
    };

    static TryStateResult try_state();

    /// False if all of it had been reported before; then nothing happens.
    static bool report_offence(std::vector<AccountId> reporters, const Offence& offence);
    /// Whether that offender's offence has been reported.
    static bool is_known_offence(const Kind& kind, const Bytes& time_slot, const Offender& offender);

  private:
    static Hash256 report_id(const Kind& kind, const Bytes& time_slot, const Offender& offender);
};

}  // namespace serinus::pallet_offences
