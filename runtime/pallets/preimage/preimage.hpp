/// Preimage: keeps byte strings on chain, found by their hash, for pallets that store only hashes.
///
/// Anybody may note a preimage against a deposit. What a manager, or another pallet, has requested is kept as long as
/// there are requests, and noting it is free.
/// Invariants (checked by try_state()): a status that knows a length has the bytes of that length and hash, and the
/// other way round; a request count is not 0; every deposit is on hold. A status of the old form, whose deposit is
/// reserved, gets today's when it is needed.
/// Pallet: preimage. Observed: pallet-preimage 42
#pragma once

#include "runtime/pallets/preimage/types.hpp"
#include "runtime/pallets/preimage/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/consideration.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/preimages.hpp"

namespace serinus::pallet_preimage {

/// Who is responsible for a preimage. A deposit is a ticket of what is on hold.
template <class AccountId, class Ticket>
struct RequestStatus {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"Ticket", Ticket>>;
    using Deposit = std::tuple<AccountId, Ticket>;

    /// Kept by the deposit of a user.
    struct Unrequested {
        Deposit ticket;
        uint32_t len{};
        friend bool operator==(const Unrequested&, const Unrequested&) = default;
    };
    /// Kept, or awaited (then `maybe_len` is absent), as long as `count` is not 0.
    struct Requested {
        std::optional<Deposit> maybe_ticket;
        uint32_t count{};
        std::optional<uint32_t> maybe_len;
        friend bool operator==(const Requested&, const Requested&) = default;
    };
    std::variant<Unrequested, Requested> v;
    friend bool operator==(const RequestStatus&, const RequestStatus&) = default;
};

/// The old form of a status: the deposit is reserved.
template <class AccountId, class Balance>
struct OldRequestStatus {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"Balance", Balance>>;
    using Deposit = std::tuple<AccountId, Balance>;

    /// Kept by the deposit of a user.
    struct Unrequested {
        Deposit deposit;
        uint32_t len{};
    };
    /// Kept, or awaited.
    struct Requested {
        std::optional<Deposit> deposit;
        uint32_t count{};
        std::optional<uint32_t> len;
    };
    std::variant<Unrequested, Requested> v;
};

using namespace sdk;

/// The longest preimage: 4 MiB.
inline constexpr uint32_t kMaxSize = 4 * 1024 * 1024;
/// How many hashes ensure_updated takes.
inline constexpr size_t kMaxUpdated = 1024;

/// `T` has: Currency (with reserves and holds), ManagerOrigin, kBaseDeposit and kByteDeposit, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    T::kBaseDeposit;
    T::kByteDeposit;
    typename T::Currency;
    typename T::ManagerOrigin;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T>, PreimageInterface<Pallet<T>> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(FungibleHold<typename T::Currency>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Ticket = HoldConsideration;
    using Status = RequestStatus<AccountId, Ticket>;
    using Old = OldRequestStatus<AccountId, Balance>;
    using Deposits = Holding<typename T::Currency, pallet::HoldReason::Preimage>;
    using Unrequested = typename Status::Unrequested;
    using Requested = typename Status::Requested;

    struct Storage {
        /// The same in the old form.
        /// Deprecated: RequestStatusFor
        Map<Identity<Hash256>, Old> StatusFor;
        /// Who is responsible for the preimage of a hash, and how often it is requested.
        Map<Identity<Hash256>, Status> RequestStatusFor;
        /// The preimages, by hash and length.
        Map<Identity<std::tuple<Hash256, uint32_t>>, BoundedVec<uint8_t, kMaxSize>> PreimageFor;
    };
    static constexpr uint16_t kStorageVersion = 1;
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A preimage was stored.
        struct Noted {
            Hash256 hash;
        };
        /// A preimage was requested for the first time.
        struct Requested {
            Hash256 hash;
        };
        /// A preimage was removed.
        struct Cleared {
            Hash256 hash;
        };
        using list = List<Noted, Requested, Cleared>;
    };

    enum class Error : uint8_t {
        /// The preimage is longer than 4 MiB.
        TooBig,
        /// The preimage is stored already.
        AlreadyNoted,
        /// The caller has not paid for this preimage and is no manager.
        NotAuthorized,
        /// There is no such preimage to remove.
        NotNoted,
        /// The preimage is still requested.
        Requested,
        /// There is no request to take back.
        NotRequested,
        /// There are too many hashes.
        TooMany,
        /// There is no hash.
        TooFew,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// An account that has signed, or a manager: no account then, no deposit, and power over every preimage.
    struct SignedOrManager {
        std::optional<AccountId> who;
        static ResultOf<SignedOrManager> check(const RuntimeOrigin& origin);
    };

    /// Stores a preimage. A user pays a deposit for it unless it is requested; then even the fee is waived.
    ///
    /// Origin: manager (no deposit, no fee) or signed. Errors: TooBig, AlreadyNoted, those of Currency::reserve.
    struct note_preimage {
        Bytes bytes;
        Weight weight() const { return T::kWeights.note_preimage(static_cast<uint32_t>(bytes.size())); }
        DispatchResultWithPostInfo operator()(SignedOrManager by) const;
    };
    /// Removes a preimage that is not requested, and returns the deposit. Of a requested one only the deposit.
    ///
    /// Origin: manager, or who paid. Errors: NotNoted, NotAuthorized; for managers also NotRequested.
    struct unnote_preimage {
        Hash256 hash;
        Weight weight() const { return T::kWeights.unnote_preimage(); }
        DispatchResult operator()(SignedOrManager by) const;
    };
    /// Asks for a preimage to be stored; noting it then costs nothing.
    ///
    /// Origin: manager.
    struct request_preimage {
        Hash256 hash;
        Weight weight() const { return T::kWeights.request_preimage(); }
        DispatchResult operator()(Origin<typename T::ManagerOrigin>) const;
    };
    /// Takes one request back. With the last one a preimage goes, or is left to who paid a deposit for it.
    ///
    /// Origin: manager. Errors: NotRequested.
    struct unrequest_preimage {
        Hash256 hash;
        Weight weight() const { return T::kWeights.unrequest_preimage(); }
        DispatchResult operator()(Origin<typename T::ManagerOrigin>) const;
    };
    /// Brings the statuses of preimages to today's form. Free of charge if nine of ten needed it.
    ///
    /// Origin: signed. Errors: TooFew, TooMany.
    struct ensure_updated {
        std::vector<Hash256> hashes;
        Weight weight() const { return T::kWeights.ensure_updated(static_cast<uint32_t>(hashes.size())); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    using Calls = List<At<0, note_preimage>, At<1, unnote_preimage>, At<2, request_preimage>, At<3, unrequest_preimage>,
                       At<4, ensure_updated>>;

    static TryStateResult try_state();

    // For other pallets: what PreimageInterface stands on.

    /// Bytes of the preimage, if it is stored.
    static std::optional<uint32_t> len(const Hash256& hash);
    /// Errors: Unavailable. Without a length the status is asked for it.
    static ResultOf<Bytes> fetch(const Hash256& hash, std::optional<uint32_t> len);
    static bool is_requested(const Hash256& hash);
    static void request(const Hash256& hash);
    static void unrequest(const Hash256& hash);
    /// Stores and requests. Errors: Exhausted if it is too long.
    static ResultOf<Hash256> note(BytesView bytes);
    static void unnote(const Hash256& hash);

  private:
    struct NotedBytes {
        bool was_requested;
        Hash256 hash;
    };
    /// The status in today's form; what has an old one gets it.
    static std::optional<Status> status_of(const Hash256& hash);
    static bool do_ensure_updated(const Hash256& hash);
    static ResultOf<Ticket> take_deposit(const AccountId& who, uint32_t len);
    static void return_deposit(const std::tuple<AccountId, Ticket>& deposit);
    static ResultOf<NotedBytes> note_bytes(BytesView preimage, const std::optional<AccountId>& depositor);
    static void do_request(const Hash256& hash);
    static DispatchResult do_unnote(const Hash256& hash, const std::optional<AccountId>& owner);
    static DispatchResult do_unrequest(const Hash256& hash);
    static void clear(const Hash256& hash, uint32_t len);
};

}  // namespace serinus::pallet_preimage
