/// Blocks on a copy of a state, without seals and keys, in any slot.
#pragma once

#include "executor/executor.hpp"
#include "metadata/metadata.hpp"
#include "primitives/block.hpp"
#include "runtime_api/call.hpp"
#include "state/overlay.hpp"

namespace serinus::staking {

/// Changes stay in memory. One thread at a time. Errors are sentences.
class SimulatedChain {
  public:
    /// `state` is only read, and outlives this. It is the state after `parent`.
    SimulatedChain(executor::Executor& executor, const metadata::Metadata& metadata, state::Backend& state,
                   primitives::Header parent, const Hash256& parent_hash);

    /// The next block, in that slot, with the inherents that its runtime makes.
    Result<void, std::string> make_block(uint64_t slot);
    uint32_t blocks() const noexcept { return blocks_; }
    /// As it is after the last block.
    state::Backend& state() noexcept { return view_; }
    void put(BytesView key, BytesView value) { overlay_.put(state::Area::top(), key, value); }

  private:
    /// A state whose root nobody needs.
    class Rootless final : public state::Backend {
      public:
        explicit Rootless(state::Backend& below) : below_(below) {}
        Result<std::optional<BytesView>, state::StateError> get(state::Area area, BytesView key) override {
            return below_.get(area, key);
        }
        Result<std::optional<Bytes>, state::StateError> next_key(state::Area area, BytesView key) override {
            return below_.next_key(area, key);
        }
        Result<Hash256, state::StateError> root_with(const state::StateChanges&, trie::StateVersion) override {
            return Hash256{};
        }
        Result<Hash256, state::StateError> child_root_with(BytesView, const state::ChangeSet&,
                                                           trie::StateVersion) override {
            return Hash256{};
        }

      private:
        state::Backend& below_;
    };
    /// The state with the changes.
    class View final : public state::Backend {
      public:
        explicit View(state::Overlay& overlay) : overlay_(overlay) {}
        Result<std::optional<BytesView>, state::StateError> get(state::Area area, BytesView key) override {
            return overlay_.get(area, key);
        }
        Result<std::optional<Bytes>, state::StateError> next_key(state::Area area, BytesView key) override {
            return overlay_.next_key(area, key);
        }
        Result<Hash256, state::StateError> root_with(const state::StateChanges&, trie::StateVersion) override {
            return Hash256{};
        }
        Result<Hash256, state::StateError> child_root_with(BytesView, const state::ChangeSet&,
                                                           trie::StateVersion) override {
            return Hash256{};
        }

      private:
        state::Overlay& overlay_;
    };

    template <class Value, class... Arguments>
    Result<Value, std::string> call(const runtime_api::Call<Value(Arguments...)>& what,
                                    const std::type_identity_t<Arguments>&... arguments);

    executor::Executor& executor_;
    const metadata::Metadata& metadata_;
    Rootless rootless_;
    state::Overlay overlay_;
    View view_;
    primitives::Header parent_;
    Hash256 parent_hash_;
    uint32_t blocks_ = 0;
};

}  // namespace serinus::staking
