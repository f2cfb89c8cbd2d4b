/// Checks of headers whose parents wait to be imported themselves. For import_queue.cpp only.
#pragma once

#include "chain/client/client.hpp"

namespace serinus::chain {

/// What the queue knows of a block in it.
struct QueuedHeader {
    primitives::Header header;
    std::optional<Bytes> record = {};  ///< nullopt: its header was not read yet
};
/// nullopt: the block is not in the queue.
using FindQueued = std::function<std::optional<QueuedHeader>(const Hash256&)>;

/// What can be said of a header before its parent is in the chain; what costs most is left in the verdict's `rest`.
/// Errors: kUnknown, it is too early.
Result<HeaderVerdict, ChainError> check_queued_header(Client& client, BlockChecks& checks, const FindQueued& find,
                                                      const BlockId& id, const primitives::Header& header);

}  // namespace serinus::chain
