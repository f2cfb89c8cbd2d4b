/// The state of the relay chain after a block, as far as collators read it: of this node's relay chain, or of another
/// node's.
#pragma once

#include <span>

#include "collator/relay_keys.hpp"
#include "state/database.hpp"

namespace serinus::collator {

/// One thread at a time. Errors: the state cannot be read, or is gone.
class RelayState {
  public:
    virtual ~RelayState() = default;
    virtual Result<std::optional<Bytes>, state::StateError> get(BytesView key) = 0;
    /// The proof of what the state says about the keys, present or absent.
    virtual Result<trie::StorageProof, state::StateError> prove(std::span<const Bytes> keys) = 0;
    virtual Result<trie::StorageProof, state::StateError> prove_child(BytesView child, std::span<const Bytes> keys) = 0;
};

/// Of a relay chain whose states are here. `state` must outlive this.
class LocalRelayState final : public RelayState {
  public:
    explicit LocalRelayState(state::BlockState& state) noexcept : state_(&state) {}

    Result<std::optional<Bytes>, state::StateError> get(BytesView key) override {
        TRY_ASSIGN(const auto value, state_->get(state::Area::top(), key));
        return value ? std::optional(to_bytes(*value)) : std::nullopt;
    }
    Result<trie::StorageProof, state::StateError> prove(std::span<const Bytes> keys) override {
        return state_->prove(keys);
    }
    Result<trie::StorageProof, state::StateError> prove_child(BytesView child, std::span<const Bytes> keys) override {
        return state_->prove_child(child, keys);
    }

  private:
    state::BlockState* state_;
};

}  // namespace serinus::collator
