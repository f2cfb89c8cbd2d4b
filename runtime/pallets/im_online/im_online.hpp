/// ImOnline: which validators are there.
/// Pallet: im-online
///
/// Whoever writes a block in a session is there. The others send a heartbeat, an unsigned transaction that their node
/// makes: once the session is a tenth over by chance, the likelier the later, and after four fifths for certain. At the
/// end of the session those of whom nothing was heard are reported together.
///
/// Invariant (checked by try_state()): only the current session has heartbeats and blocks.
#pragma once

#include "runtime/pallets/im_online/weights.hpp"
#include "runtime/pallets/offences/reporting.hpp"
#include "runtime/pallets/offences/types.hpp"
#include "runtime/sdk/keys.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/session_rotation.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::pallet_im_online {

namespace sr25519::app_sr25519 {

struct Signature {
    sp_core::sr25519::Signature _0;
    friend auto operator<=>(const Signature&, const Signature&) = default;
};

}  // namespace sr25519::app_sr25519

/// What a validator says of itself, and signs.
template <class BlockNumber>
struct Heartbeat {
    using Params = sdk::List<sdk::Param<"BlockNumber", BlockNumber>>;

    BlockNumber block_number{};  ///< when it was made
    uint32_t session_index{};
    uint32_t authority_index{};  ///< its place among the validators of the session
    uint32_t validators_len{};   ///< how many these are
};

using namespace sdk;
using AuthorityId = sr25519::app_sr25519::Public;
using AuthoritySignature = sr25519::app_sr25519::Signature;
using SessionIndex = uint32_t;

struct Constants {
    /// The priority of heartbeats in the pool.
    uint64_t UnsignedPriority;
};

struct GenesisConfig {
    std::vector<AuthorityId> keys;
};

/// A tenth of the validators may be away; beyond that min(3 (k - n/10 - 1) / n, 1) of 7 %.
inline Perbill unresponsiveness_slash_fraction(uint32_t offenders, uint32_t validator_set_count) {
    const auto beyond = checked_sub(offenders, validator_set_count / 10 + 1);
    if (!beyond) return Perbill::zero();
    return Perbill::from_rational(saturating_mul(*beyond, 3u), validator_set_count) * Perbill::from_percent(7);
}

/// `T`: Session, IdentificationOf (`convert(validator)` gives the stake behind it or nothing), NextSessionRotation
/// (sdk/traits/session_rotation.hpp), Offences, kMaxKeys, kConstants, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && SessionEstimates<typename T::NextSessionRotation> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kMaxKeys } -> std::convertible_to<uint32_t>;
    typename T::IdentificationOf;
    typename T::IdentificationTuple;
    typename T::Offences;
    typename T::Session;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(pallet_offences::ReportOffence<typename T::Offences>);
        static_assert(Sessions<typename T::Session>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Key = AuthorityId;
    using BoundedKeys = WeakBoundedVec<AuthorityId, T::kMaxKeys>;
    using IdentificationTuple = typename T::IdentificationTuple;

    struct Storage {
        /// The block from which heartbeats may be sent, where the session's progress is not known: its middle.
        Value<BlockNumber, OrDefault> HeartbeatAfter;
        /// The keys of the session's validators.
        Value<BoundedKeys, OrDefault> Keys;
        /// The heartbeats of a session, by the places of the validators.
        DoubleMap<Twox64Concat<SessionIndex>, Twox64Concat<uint32_t>, bool> ReceivedHeartbeats;
        /// How many blocks each validator wrote in a session.
        DoubleMap<Twox64Concat<SessionIndex>, Twox64Concat<AccountId>, uint32_t, OrDefault> AuthoredBlocks;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 1;

    struct Event {
        /// A validator has sent its heartbeat.
        struct HeartbeatReceived {
            AuthorityId authority_id;
        };
        /// All validators of the session were there.
        struct AllGood {};
        /// Nothing was heard of some.
        struct SomeOffline {
            std::vector<IdentificationTuple> offline;
        };
        using list = List<HeartbeatReceived, AllGood, SomeOffline>;
    };

    enum class Error : uint8_t {
        /// The session has no validator at that place.
        InvalidKey,
        /// The validator has sent a heartbeat in this session.
        DuplicatedHeartbeat,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Notes a validator's heartbeat; its signature was checked by validate_unsigned(). Origin: none.
    /// Errors: DuplicatedHeartbeat, InvalidKey.
    struct heartbeat {
        Heartbeat<BlockNumber> heartbeat;
        AuthoritySignature signature;
        Weight weight() const { return T::kWeights.validate_unsigned_and_then_heartbeat(heartbeat.validators_len); }
        DispatchResult operator()(None) const;
    };
    using Calls = List<At<0, heartbeat>>;

    static void build(const GenesisConfig& config) { initialize_keys(config.keys); }
    /// Sends the heartbeats of the validators whose keys the node has.
    static void offchain_worker(BlockNumber now);
    static TryStateResult try_state();
    static TransactionValidity validate_unsigned(TransactionSource source, const RuntimeCall& call);
    static TransactionCheck pre_dispatch(const RuntimeCall& call);

    /// For Authorship.
    static void note_author(const AccountId& author);

    static void on_genesis_session(std::span<const std::pair<AccountId, Key>> validators);
    static void on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>> queued);
    static void on_before_session_ending();
    static void on_disabled(uint32_t) {}

    /// Whether the validator at that place wrote a block or sent a heartbeat in this session.
    static bool is_online(uint32_t authority_index);

  private:
    static bool was_heard_of(SessionIndex session, uint32_t authority_index, const AccountId& validator);
    static bool is_time_for_heartbeats(BlockNumber now);
    static void send_heartbeat(uint32_t authority_index, const AuthorityId& key, BlockNumber now);
    static void initialize_keys(std::vector<AuthorityId> keys);
};

}  // namespace serinus::pallet_im_online
