/// Hrmp: channels of messages from one parachain to another, which go through the relay chain's state for the time
/// being.
///
/// One para asks for a channel, the other accepts, each with a deposit; the channel opens at the end of the session.
/// Either closes it, with the end of a session too. Both hear of all that by messages of the relay chain.
///
/// Invariants (checked by try_state()): lists and maps of requests name the same channels; the indices of channels by
/// recipient and by sender are sorted and name the channels that there are.
///
/// Channels from and to system chains need no deposits, and are opened without being asked for.
///
/// Source: polkadot_runtime_parachains::hrmp 1.0.0 (polkadot-sdk v1.1.0). Observed: polkadot-runtime-parachains 21.0.1,
#pragma once

#include "runtime/pallets/parachains/hrmp/weights.hpp"
#include "runtime/pallets/parachains/inclusion/candidates.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::polkadot_parachain_primitives::primitives {

/// A channel has one direction.
struct HrmpChannelId {
    Id sender;
    Id recipient;
    bool is_participant(Id id) const { return id == sender || id == recipient; }
    friend auto operator<=>(const HrmpChannelId&, const HrmpChannelId&) = default;
};

}  // namespace serinus::polkadot_parachain_primitives::primitives

namespace serinus::polkadot_core_primitives {

/// A message with the block in which it was included.
template <class BlockNumber>
struct InboundHrmpMessage {
    using Params = sdk::List<sdk::Param<"BlockNumber", BlockNumber>>;
    BlockNumber sent_at{};
    Bytes data;
};

}  // namespace serinus::polkadot_core_primitives

namespace serinus::polkadot_runtime_parachains::hrmp {

using namespace sdk;
using configuration::SessionIndex;
using polkadot_core_primitives::InboundHrmpMessage;
using OutboundMessages = std::vector<polkadot_core_primitives::OutboundHrmpMessage<polkadot_primitives::ParaId>>;
using polkadot_parachain_primitives::primitives::HrmpChannelId;
using polkadot_primitives::ParaId;

struct HrmpOpenChannelRequest {
    bool confirmed{};     ///< the recipient has accepted
    SessionIndex _age{};  ///< not used any more
    Balance sender_deposit{};
    uint32_t max_message_size{};
    uint32_t max_capacity{};
    uint32_t max_total_size{};
};

struct HrmpChannel {
    uint32_t max_capacity{};
    uint32_t max_total_size{};
    uint32_t max_message_size{};
    uint32_t msg_count{};   ///< messages that wait
    uint32_t total_size{};  ///< and their bytes
    /// The chain of hashes: of the hash before, the block, and the hash of the message. nullopt before the first.
    std::optional<Hash256> mqc_head;
    Balance sender_deposit{};
    Balance recipient_deposit{};
};

struct GenesisConfig {
    /// Sender, recipient, most messages, largest message.
    std::vector<std::tuple<ParaId, ParaId, uint32_t, uint32_t>> preopen_hrmp_channels;
};

/// The account of a para on the relay chain: "para" and its number, filled up with zeros.
AccountId account_of(ParaId para);

/// Kept by the relay chain's own community.
constexpr bool is_system_chain(ParaId para) { return para._0 <= 1'999; }

/// `T`: Configuration, Paras, Dmp, Currency (`reserve`, `unreserve`), ChannelManager, EnsureParachain, System,
/// kWeights, VersionWrapper (`xcm_version_for(para)`: the version in which a message is understood there),
/// default_channel_with_system() (the largest message and the most messages).
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::ChannelManager;
    typename T::Configuration;
    typename T::Currency;
    typename T::Dmp;
    typename T::EnsureParachain;
    typename T::Paras;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(hrmp::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(ReservableCurrency<typename T::Currency>); }
    using PalletBase<Pallet, T>::deposit_event;
    using Host = configuration::Host;
    using Manager = Origin<typename T::ChannelManager>;
    using Parachain = Origin<typename T::EnsureParachain>;

    struct Storage {
        /// Channels that were asked for.
        Map<Twox64Concat<HrmpChannelId>, HrmpOpenChannelRequest> HrmpOpenChannelRequests;
        /// Likewise, in the order in which they were asked for.
        Value<std::vector<HrmpChannelId>, OrDefault> HrmpOpenChannelRequestsList;
        /// How many a para has asked for.
        Map<Twox64Concat<ParaId>, uint32_t, OrDefault> HrmpOpenChannelRequestCount;
        /// How many that are not open yet a para has accepted.
        Map<Twox64Concat<ParaId>, uint32_t, OrDefault> HrmpAcceptedChannelRequestCount;
        /// Channels that close with the session.
        Map<Twox64Concat<HrmpChannelId>, Unit> HrmpCloseChannelRequests;
        /// Likewise, in the order in which they were closed.
        Value<std::vector<HrmpChannelId>, OrDefault> HrmpCloseChannelRequestsList;
        /// Up to which block a para has read its messages.
        Map<Twox64Concat<ParaId>, BlockNumber> HrmpWatermarks;
        /// The channels that are open.
        Map<Twox64Concat<HrmpChannelId>, HrmpChannel> HrmpChannels;
        /// Who may send to a para, sorted.
        Map<Twox64Concat<ParaId>, std::vector<ParaId>, OrDefault> HrmpIngressChannelsIndex;
        /// To whom a para may send, sorted.
        Map<Twox64Concat<ParaId>, std::vector<ParaId>, OrDefault> HrmpEgressChannelsIndex;
        /// The messages that wait in a channel, the oldest first.
        Map<Twox64Concat<HrmpChannelId>, std::vector<InboundHrmpMessage<BlockNumber>>, OrDefault> HrmpChannelContents;
        /// In which blocks who has sent to a para, the oldest first.
        Map<Twox64Concat<ParaId>, std::vector<std::pair<BlockNumber, std::vector<ParaId>>>, OrDefault>
            HrmpChannelDigests;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A channel was asked for.
        struct OpenChannelRequested {
            ParaId sender;
            ParaId recipient;
            uint32_t proposed_max_capacity{};
            uint32_t proposed_max_message_size{};
        };
        /// A request was taken back.
        struct OpenChannelCanceled {
            ParaId by_parachain;
            HrmpChannelId channel_id;
        };
        /// A channel was accepted.
        struct OpenChannelAccepted {
            ParaId sender;
            ParaId recipient;
        };
        /// A channel closes with the session.
        struct ChannelClosed {
            ParaId by_parachain;
            HrmpChannelId channel_id;
        };
        /// The manager has opened a channel.
        struct HrmpChannelForceOpened {
            ParaId sender;
            ParaId recipient;
            uint32_t proposed_max_capacity{};
            uint32_t proposed_max_message_size{};
        };
        /// A channel from or to a system chain was opened.
        struct HrmpSystemChannelOpened {
            ParaId sender;
            ParaId recipient;
            uint32_t proposed_max_capacity{};
            uint32_t proposed_max_message_size{};
        };
        /// The deposits of a channel are those of today.
        struct OpenChannelDepositsUpdated {
            ParaId sender;
            ParaId recipient;
        };
        using list = List<OpenChannelRequested, OpenChannelCanceled, OpenChannelAccepted, ChannelClosed,
                          HrmpChannelForceOpened, HrmpSystemChannelOpened, OpenChannelDepositsUpdated>;
    };

    enum class Error : uint8_t {
        /// A para does not send to itself.
        OpenHrmpChannelToSelf,
        /// The recipient does not live.
        OpenHrmpChannelInvalidRecipient,
        /// No message would fit.
        OpenHrmpChannelZeroCapacity,
        /// More messages than the configuration allows.
        OpenHrmpChannelCapacityExceedsLimit,
        /// No message would fit.
        OpenHrmpChannelZeroMessageSize,
        /// Larger messages than the configuration allows.
        OpenHrmpChannelMessageSizeExceedsLimit,
        /// The channel is open.
        OpenHrmpChannelAlreadyExists,
        /// The channel was asked for.
        OpenHrmpChannelAlreadyRequested,
        /// The sender has as many channels as it may have.
        OpenHrmpChannelLimitExceeded,
        /// Nobody has asked for the channel.
        AcceptHrmpChannelDoesntExist,
        /// The channel was accepted.
        AcceptHrmpChannelAlreadyConfirmed,
        /// The recipient has as many channels as it may have.
        AcceptHrmpChannelLimitExceeded,
        /// The channel is of others.
        CloseHrmpChannelUnauthorized,
        /// The channel is not open.
        CloseHrmpChannelDoesntExist,
        /// The channel closes with the session.
        CloseHrmpChannelAlreadyUnderway,
        /// The request is of others.
        CancelHrmpOpenChannelUnauthorized,
        /// Nobody has asked for the channel.
        OpenHrmpChannelDoesntExist,
        /// The recipient has accepted.
        OpenHrmpChannelAlreadyConfirmed,
        /// There are more requests than was said.
        WrongWitness,
        /// No system chain is at the end where one should be.
        ChannelCreationNotAuthorized,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Asks for a channel to another para, with the sender's deposit. Origin: a para. Errors: OpenHrmpChannel….
    struct hrmp_init_open_channel {
        ParaId recipient;
        uint32_t proposed_max_capacity{};
        uint32_t proposed_max_message_size{};
        Weight weight() const { return T::kWeights.hrmp_init_open_channel(); }
        DispatchResult operator()(Parachain by) const;
    };
    /// Accepts a channel from another para, with the recipient's deposit. Origin: a para. Errors: AcceptHrmpChannel….
    struct hrmp_accept_open_channel {
        ParaId sender;
        Weight weight() const { return T::kWeights.hrmp_accept_open_channel(); }
        DispatchResult operator()(Parachain by) const;
    };
    /// Closes a channel with the end of the session. Origin: a para at one of its ends. Errors: CloseHrmpChannel….
    struct hrmp_close_channel {
        HrmpChannelId channel_id;
        Weight weight() const { return T::kWeights.hrmp_close_channel(); }
        DispatchResult operator()(Parachain by) const;
    };
    // The manager's calls fail with WrongWitness if there is more than is said.

    /// Closes all channels of a para at once. Origin: ChannelManager. Errors: WrongWitness.
    struct force_clean_hrmp {
        ParaId para;
        uint32_t num_inbound{};
        uint32_t num_outbound{};
        Weight weight() const { return T::kWeights.force_clean_hrmp(num_inbound, num_outbound); }
        DispatchResult operator()(Manager) const;
    };
    /// Opens the channels that were accepted, without waiting for the end of the session. Origin: ChannelManager.
    struct force_process_hrmp_open {
        uint32_t channels{};
        Weight weight() const { return T::kWeights.force_process_hrmp_open(channels); }
        DispatchResult operator()(Manager) const;
    };
    /// Closes the channels that wait for the end of the session. Origin: ChannelManager.
    struct force_process_hrmp_close {
        uint32_t channels{};
        Weight weight() const { return T::kWeights.force_process_hrmp_close(channels); }
        DispatchResult operator()(Manager) const;
    };
    /// Takes a request back that was not accepted; `open_requests`: at most so many there are of all paras. Origin: a
    /// para at one of its ends. Errors: WrongWitness, CancelHrmpOpenChannelUnauthorized, OpenHrmpChannelDoesntExist,
    /// OpenHrmpChannelAlreadyConfirmed.
    struct hrmp_cancel_open_request {
        HrmpChannelId channel_id;
        uint32_t open_requests{};
        Weight weight() const { return T::kWeights.hrmp_cancel_open_request(open_requests); }
        DispatchResult operator()(Parachain by) const;
    };
    /// Asks and accepts for both paras; the deposits are theirs. Origin: ChannelManager.
    /// Errors: OpenHrmpChannel…, AcceptHrmpChannel….
    struct force_open_hrmp_channel {
        ParaId sender;
        ParaId recipient;
        uint32_t max_capacity{};
        uint32_t max_message_size{};
        Weight weight() const { return T::kWeights.force_open_hrmp_channel(1); }
        DispatchResultWithPostInfo operator()(Manager) const;
    };
    /// Opens a channel between system chains, as large as the configuration allows. Origin: signed. Free of charge.
    /// Errors: ChannelCreationNotAuthorized, OpenHrmpChannel…, AcceptHrmpChannel….
    struct establish_system_channel {
        ParaId sender;
        ParaId recipient;
        Weight weight() const;
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Makes the deposits of an open channel what they would be today. Origin: signed. Errors:
    /// OpenHrmpChannelDoesntExist, those of Currency::reserve.
    struct poke_channel_deposits {
        ParaId sender;
        ParaId recipient;
        Weight weight() const;
        DispatchResult operator()(Signed) const;
    };
    /// Opens channels to and from a system chain. Origin: a para. Free of charge. Errors:
    /// ChannelCreationNotAuthorized, OpenHrmpChannel…, AcceptHrmpChannel….
    struct establish_channel_with_system {
        ParaId target_system_chain;
        Weight weight() const;
        DispatchResultWithPostInfo operator()(Parachain by) const;
    };
    using Calls = List<At<0, hrmp_init_open_channel>, At<1, hrmp_accept_open_channel>, At<2, hrmp_close_channel>,
                       At<3, force_clean_hrmp>, At<4, force_process_hrmp_open>, At<5, force_process_hrmp_close>,
                       At<6, hrmp_cancel_open_request>, At<7, force_open_hrmp_channel>, At<8, establish_system_channel>,
                       At<9, poke_channel_deposits>, At<10, establish_channel_with_system>>;

    static void build(const GenesisConfig& config);
    static TryStateResult try_state();
    static void initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing);

    // What candidates bring.
    /// Whether a candidate on this relay parent may say that it has read its messages up to block `watermark`: up to
    /// the relay parent, no further than before, or further and up to a block in which there were some.
    static bool can_advance_watermark(ParaId recipient, BlockNumber relay_parent, BlockNumber watermark);
    /// Whether all messages have open channels with room for them. They are sorted by their recipients, one for each.
    static bool can_queue_outbound_hrmp(const Host& config, ParaId sender, const OutboundMessages& messages);
    /// Removes the messages that a candidate has read.
    static void prune_hrmp(ParaId recipient, BlockNumber watermark);
    /// Puts messages into their channels; those without a channel are dropped.
    static void queue_outbound_hrmp(ParaId sender, OutboundMessages messages);
    /// What waits for a para, by its senders.
    static std::map<ParaId, std::vector<InboundHrmpMessage<BlockNumber>>> inbound_hrmp_channels_contents(
        ParaId recipient);

    // For the runtime API.
    /// The blocks up to which a candidate may say that it has read, ascending.
    static std::vector<BlockNumber> valid_watermarks(ParaId recipient);
    /// What the sender's channels still take: messages and bytes.
    static std::vector<std::pair<ParaId, std::pair<uint32_t, uint32_t>>> outbound_remaining_capacity(ParaId sender);

  private:
    static DispatchResult init_open_channel(ParaId origin, ParaId recipient, uint32_t max_capacity,
                                            uint32_t max_message_size);
    static DispatchResult accept_open_channel(ParaId origin, ParaId sender);
    static DispatchResult cancel_open_request(ParaId origin, const HrmpChannelId& channel);
    static DispatchResult close_channel(ParaId origin, const HrmpChannelId& channel);

    static void clean_open_channel_requests(const Host& config, const std::vector<ParaId>& outgoing);
    static void clean_hrmp_after_outgoing(ParaId para);
    static void process_hrmp_open_channel_requests(const Host& config);
    static void process_hrmp_close_channel_requests();
    static void close_hrmp_channel(const HrmpChannelId& channel);
    /// Sends a program of one instruction, whose fields are compact numbers.
    static void notify(const Host& config, ParaId para, uint8_t instruction, std::initializer_list<uint32_t> fields);
    /// What is to be deposited for a channel between these two.
    static Balance deposit_for(ParaId one, ParaId other, Balance configured) {
        return is_system_chain(one) || is_system_chain(other) ? 0 : configured;
    }
    static DispatchResult open_at_once(ParaId sender, ParaId recipient, uint32_t max_capacity,
                                       uint32_t max_message_size);
    static DispatchResult change_deposit(ParaId of, Balance from, Balance to);
};

}  // namespace serinus::polkadot_runtime_parachains::hrmp
