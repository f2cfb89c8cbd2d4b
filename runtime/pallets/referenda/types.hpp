/// What a referendum consists of, as it is stored.
/// Pallet: referenda
#pragma once

#include "runtime/pallets/referenda/curve.hpp"
#include "runtime/sdk/traits/preimages.hpp"
#include "runtime/sdk/traits/schedule.hpp"

namespace serinus::pallet_referenda::types {

using sdk::List;
using sdk::Param;

using ReferendumIndex = uint32_t;

/// The name of a track, with zeros behind it. It is shown as a string with them.
struct TrackName {
    static constexpr size_t kSize = 25;

    constexpr TrackName() = default;
    constexpr TrackName(std::string_view name) { std::ranges::copy(name, bytes_.begin()); }
    constexpr std::string_view padded() const noexcept { return {bytes_.data(), bytes_.size()}; }

  private:
    std::array<char, kSize> bytes_{};
};

/// How referenda with one kind of origin are decided.
template <class Balance, class Moment, class Name>
struct TrackDetails {
    using Params = List<Param<"Balance", Balance>, Param<"Moment", Moment>, Param<"Name", Name>>;

    Name name;
    uint32_t max_deciding{};        ///< how many can be decided at once; the others wait
    Balance decision_deposit{};     ///< somebody must place it before a decision
    Moment prepare_period{};        ///< from submission to the decision, at least
    Moment decision_period{};       ///< within it the referendum passes, or is rejected
    Moment confirm_period{};        ///< for so long it must pass without a break
    Moment min_enactment_period{};  ///< from approval to enactment, at least
    Curve min_approval;             ///< of the votes, as time goes by
    Curve min_support;              ///< of all who could vote
};

/// Since when a referendum is being decided, and when it is confirmed if it keeps passing.
template <class BlockNumber>
struct DecidingStatus {
    using Params = List<Param<"BlockNumber", BlockNumber>>;

    BlockNumber since{};
    std::optional<BlockNumber> confirming;
    friend bool operator==(const DecidingStatus&, const DecidingStatus&) = default;
};

/// Money that somebody has reserved.
template <class AccountId, class Balance>
struct Deposit {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>>;

    AccountId who;
    Balance amount{};
    friend bool operator==(const Deposit&, const Deposit&) = default;
};

/// A referendum that is not over.
template <class TrackId, class RuntimeOrigin, class Moment, class Call, class Balance, class Tally, class AccountId,
          class ScheduleAddress>
struct ReferendumStatus {
    using Params = List<Param<"TrackId", TrackId>, Param<"RuntimeOrigin", RuntimeOrigin>, Param<"Moment", Moment>,
                        Param<"Call", Call>, Param<"Balance", Balance>, Param<"Tally", Tally>,
                        Param<"AccountId", AccountId>, Param<"ScheduleAddress", ScheduleAddress>>;

    TrackId track{};
    RuntimeOrigin origin;  ///< with which the proposal is enacted
    Call proposal;
    frame_support::traits::schedule::DispatchTime<Moment> enactment;
    Moment submitted{};
    Deposit<AccountId, Balance> submission_deposit;
    std::optional<Deposit<AccountId, Balance>> decision_deposit;
    std::optional<DecidingStatus<Moment>> deciding;
    Tally tally;
    bool in_queue{};                                           ///< it could be decided but for those before it
    std::optional<std::tuple<Moment, ScheduleAddress>> alarm;  ///< when it is looked at again
};

/// A referendum that is, or was. Deposits are there until they are taken back: that of the submission, then that of the
/// decision.
template <class TrackId, class RuntimeOrigin, class Moment, class Call, class Balance, class Tally, class AccountId,
          class ScheduleAddress>
struct ReferendumInfo {
    using Params = List<Param<"TrackId", TrackId>, Param<"RuntimeOrigin", RuntimeOrigin>, Param<"Moment", Moment>,
                        Param<"Call", Call>, Param<"Balance", Balance>, Param<"Tally", Tally>,
                        Param<"AccountId", AccountId>, Param<"ScheduleAddress", ScheduleAddress>>;
    using Status = ReferendumStatus<TrackId, RuntimeOrigin, Moment, Call, Balance, Tally, AccountId, ScheduleAddress>;
    using Deposit = types::Deposit<AccountId, Balance>;

    struct Ongoing {
        Status _0;
    };
    struct Approved {
        Moment _0;
        std::optional<Deposit> _1;
        std::optional<Deposit> _2;
    };
    struct Rejected {
        Moment _0;
        std::optional<Deposit> _1;
        std::optional<Deposit> _2;
    };
    struct Cancelled {
        Moment _0;
        std::optional<Deposit> _1;
        std::optional<Deposit> _2;
    };
    struct TimedOut {
        Moment _0;
        std::optional<Deposit> _1;
        std::optional<Deposit> _2;
    };
    struct Killed {
        Moment _0;
    };
    std::variant<Ongoing, Approved, Rejected, Cancelled, TimedOut, Killed> v;
};

}  // namespace serinus::pallet_referenda::types

namespace serinus::scale {

template <>
struct Codec<pallet_referenda::types::TrackName> {
    using TrackName = pallet_referenda::types::TrackName;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const TrackName& name) { return encoded_size(name.padded()); }
    static void write(Encoder& out, const TrackName& name) { encode_to(out, name.padded()); }
};

}  // namespace serinus::scale

namespace serinus::sdk::metadata {

template <class T>
struct Describe;

template <>
struct Describe<pallet_referenda::types::TrackName> {
    using Alias = std::string;
};

}  // namespace serinus::sdk::metadata
