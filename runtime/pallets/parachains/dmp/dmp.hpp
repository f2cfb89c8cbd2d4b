/// Dmp: messages of the relay chain to parachains, each para's in a queue that it reads in the relay chain's state. A
/// chain of hashes over all messages lets the para check what it is given. Sending becomes dearer while more than half
/// of the queue is full.
///
/// Source: polkadot_runtime_parachains::dmp 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/arithmetic/fixed_point.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"

namespace serinus::polkadot_core_primitives {

/// A message with the block in which it was sent.
template <class BlockNumber>
struct InboundDownwardMessage {
    using Params = sdk::List<sdk::Param<"BlockNumber", BlockNumber>>;
    BlockNumber sent_at{};
    Bytes msg;
    friend bool operator==(const InboundDownwardMessage&, const InboundDownwardMessage&) = default;
};

}  // namespace serinus::polkadot_core_primitives

namespace serinus::polkadot_runtime_parachains::dmp {

using namespace sdk;
using polkadot_core_primitives::InboundDownwardMessage;
using polkadot_primitives::ParaId;

/// `T`: Configuration, System, Paras.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Configuration;
    typename T::Paras;
    typename T::System;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(dmp::Configuration<T>);
    using Host = configuration::Host;
    using Queue = std::vector<InboundDownwardMessage<BlockNumber>>;

    struct Storage {
        /// The messages that wait for each para, the oldest first.
        Map<Twox64Concat<ParaId>, Queue, OrDefault> DownwardMessageQueues;
        /// The chain of hashes: of the hash before, the block of sending, and the hash of the message.
        Map<Twox64Concat<ParaId>, Hash256, OrDefault> DownwardMessageQueueHeads;
        /// By how much sending to a para is dearer.
        Map<Twox64Concat<ParaId>, FixedU128, OrDefault> DeliveryFeeFactor{.on_empty = [] { return FixedU128::one(); }};
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    /// Whether a message is short enough, and the queue too.
    static bool has_room(const Host& config, ParaId para, BytesView message);
    /// Whether a message would be taken. None is for a para without a head.
    static bool can_queue_downward_message(const Host& config, ParaId para, BytesView message);
    /// False, and nothing happens: can_queue_downward_message() says no.
    static bool queue_downward_message(const Host& config, ParaId para, Bytes message);

    static uint32_t dmq_length(ParaId para) { return storage.DownwardMessageQueues.decode_len(para).value_or(0); }
    static Queue dmq_contents(ParaId para) { return storage.DownwardMessageQueues.get(para); }
    static FixedU128 fee_factor(ParaId para) { return storage.DeliveryFeeFactor.get(para); }

    /// Whether a candidate on this relay parent may say that it has read so many messages: not more than there are, and
    /// at least one if there was one for it.
    static bool can_process_downward_messages(ParaId para, BlockNumber relay_parent, uint32_t processed);
    /// Removes the messages that a candidate has read.
    static void prune_dmq(ParaId para, uint32_t processed);

    static void initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing);

  private:
    /// As many of the longest messages as the memory of a runtime may hold.
    static uint32_t max_length(uint32_t max_downward_message_size);
};

}  // namespace serinus::polkadot_runtime_parachains::dmp
