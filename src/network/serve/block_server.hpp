/// Answers requests for blocks.
/// Spec: defn-msg-block-request
/// Observed: polkadot-stable2407, block_request_handler
#pragma once

#include "network/core/module.hpp"
#include "network/sync/block_messages.hpp"

namespace serinus::network::serve {

/// Where blocks come from.
class BlockSource {
  public:
    virtual ~BlockSource() = default;
    virtual std::optional<Hash256> hash_at(primitives::BlockNumber number) = 0;
    /// nullopt: unknown. What is not kept of the block is empty.
    virtual std::optional<sync::BlockData> find(const Hash256& block, const sync::BlockFields& fields) = 0;
    /// Of a block that find() gave: parent and number.
    virtual std::optional<std::pair<Hash256, primitives::BlockNumber>> parent_of(const Hash256& block) = 0;
};

/// Observed: the reference's bounds
inline constexpr uint32_t kMaxBlocksInAnswer = 128;
inline constexpr size_t kMaxAnswerBytes = size_t{8} << 20;

/// nullopt: the request is malformed. An answer without blocks: nothing is known.
std::optional<Bytes> answer_block_request(BlockSource& source, BytesView request);

class BlockServer final : public Module {
  public:
    BlockServer(Host& host, BlockSource& source) : host_(host), source_(source) {}
    void on_request(link::RequestEvent event, Millis now) override;

  private:
    Host& host_;
    BlockSource& source_;
};

}  // namespace serinus::network::serve
