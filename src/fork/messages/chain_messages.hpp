/// What relay chains and parachains keep of messages in their states. Pure functions over bytes.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "state/changes.hpp"

namespace serinus::fork {

/// From a relay chain. Observed: polkadot-core-primitives 25.0.0, InboundDownwardMessage
struct DownwardMessage {
    uint32_t sent_at = 0;
    Bytes message;
    friend bool operator==(const DownwardMessage&, const DownwardMessage&) = default;
};
/// To another parachain. Observed: polkadot-core-primitives 25.0.0, OutboundHrmpMessage
struct HorizontalMessage {
    uint32_t recipient = 0;
    Bytes data;
    friend bool operator==(const HorizontalMessage&, const HorizontalMessage&) = default;
};

/// Keys in the state of a relay chain.
Bytes downward_queue_key(uint32_t para);  ///< Vec<DownwardMessage>
Bytes para_head_key(uint32_t para);       ///< the encoded header, as Bytes
/// Keys in the state of a parachain, which hold what its last block sends.
Bytes upward_messages_key();      ///< Vec<Bytes>
Bytes horizontal_messages_key();  ///< Vec<HorizontalMessage>
Bytes para_id_key();              ///< u32; no other chain has it

/// nullopt: it is of another form.
std::optional<std::vector<DownwardMessage>> decode_downward_queue(BytesView value);
std::optional<std::vector<HorizontalMessage>> decode_horizontal_messages(BytesView value);
/// Without the signals to the relay chain, which stand behind an empty message. Observed: polkadot-primitives 26.0.0,
/// skip_ump_signals
std::optional<std::vector<Bytes>> decode_upward_messages(BytesView value);

/// The head of a chain of hashes over the messages of a queue, after one more of them. Observed:
/// cumulus-primitives-parachain-inherent 0.27.0, MessageQueueChain
Hash256 extend_queue_head(const Hash256& head, uint32_t sent_at, BytesView message);

/// Reads a value of a state; nullopt: it is absent.
using ReadValue = std::function<Result<std::optional<Bytes>, std::string>(const Bytes& key)>;

/// By parachain, in their order.
using UpwardMessages = std::map<uint32_t, std::vector<Bytes>>;

/// What changes in the state of a relay chain when these messages come behind all that wait in its pallet MessageQueue.
/// The error is a sentence: the state cannot be read, or the queue has another form. Observed:
/// pallet-message-queue 53.0.0, BookState and Page
Result<state::ChangeSet, std::string> append_upward_messages(const ReadValue& read, const UpwardMessages& messages);

}  // namespace serinus::fork
