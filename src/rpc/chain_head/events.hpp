/// The events of a subscription to the head of the chain, and their JSON.
/// Format: JSON-RPC interface specification, chainHead_v1_follow.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "executor/runtime_version.hpp"

namespace serinus::rpc::chain_head {

/// JSON text, shared by all its receivers.
using SharedText = std::shared_ptr<const std::string>;

/// The first event, once.
struct Initialized {
    std::vector<Hash256> finalized;  ///< ascending; the last one is the last finalized block
    SharedText runtime;              ///< of that one
    friend bool operator==(const Initialized&, const Initialized&) = default;
};

struct NewBlock {
    Hash256 block;
    Hash256 parent;      ///< the last finalized block, or one reported before
    SharedText runtime;  ///< nullptr: that of the parent
    friend bool operator==(const NewBlock&, const NewBlock&) = default;
};

struct BestBlockChanged {
    Hash256 block;  ///< the last finalized block, or a reported one above it
    friend bool operator==(const BestBlockChanged&, const BestBlockChanged&) = default;
};

struct Finalized {
    std::vector<Hash256> blocks;  ///< ascending, from the one after the last finalized block so far; all were reported
    std::vector<Hash256> pruned;  ///< all reported blocks that can no longer become final
    friend bool operator==(const Finalized&, const Finalized&) = default;
};

/// The last event. The client has to subscribe again.
struct Stop {
    friend bool operator==(const Stop&, const Stop&) = default;
};

using Event = std::variant<Initialized, NewBlock, BestBlockChanged, Finalized, Stop>;

/// The text of an event, with or without runtimes, as the subscription asked.
std::string to_json(const Event& event, bool with_runtime);

/// A runtime as events show it.
std::string runtime_json(const executor::RuntimeVersion& version);
std::string invalid_runtime_json(std::string_view error);

/// `text` in quotes.
std::string quoted(std::string_view text);

// Of operations. `id` is the operation's.
std::string operation_body_done(std::string_view id, const std::vector<Bytes>& extrinsics);
std::string operation_call_done(std::string_view id, BytesView output);
/// `items`: JSON objects with commas between them.
std::string operation_storage_items(std::string_view id, std::string_view items);
std::string operation_waiting_for_continue(std::string_view id);
std::string operation_storage_done(std::string_view id);
std::string operation_inaccessible(std::string_view id);
std::string operation_error(std::string_view id, std::string_view error);

}  // namespace serinus::rpc::chain_head
