/// A runtime on the state of a local Kusama in memory, and blocks of transfers for it.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "executor/executor.hpp"
#include "primitives/block.hpp"
#include "state/memory_backend.hpp"

namespace serinus::test {

/// The entries of a raw chain specification.
state::StateChanges raw_genesis(const char* path);

/// The genesis that a runtime builds from its default configuration with this patch.
state::StateChanges built_genesis(BytesView code, std::string_view patch);

/// A runtime with a state behind which it executes. Calls must succeed.
class RuntimeOnState {
  public:
    /// `code` stands for that of the state.
    RuntimeOnState(const state::StateChanges& genesis, std::optional<Bytes> code,
                   executor::ExecutorOptions options = {});

    Bytes call(state::Overlay& overlay, std::string_view method, BytesView arguments);
    state::Overlay overlay() { return state::Overlay(backend_); }
    size_t code_size() const { return code_size_; }

  private:
    size_t code_size_ = 0;
    state::MemoryBackend backend_;
    executor::Executor executor_;
    std::shared_ptr<const executor::Runtime> runtime_;
};

/// Balances.transfer_keep_alive of the well-known development account with nonces from 0 on, each to another new
/// account, for a chain whose genesis header is `parent`.
std::vector<Bytes> signed_transfers(uint32_t count, const primitives::Header& parent);

/// The overlay with block 1 begun: the inherents are applied and stand in `extrinsics`.
state::Overlay begin_block(RuntimeOnState& side, const primitives::Header& parent, std::vector<Bytes>& extrinsics);

/// The arguments of Core_execute_block for a block with what the runtime itself puts in, and the transfers.
Bytes build_block(RuntimeOnState& side, const std::vector<Bytes>& transfers, const primitives::Header& parent);

}  // namespace serinus::test
