/// Aura: the authorities author in turns, one for each slot. Parachains and simple chains use it.
#pragma once

#include <functional>

#include "chain/import/header_verifier.hpp"

namespace serinus::consensus::aura {

/// What the keys of the authorities are for. Observed: polkadot v1.0.0: all chains but Polkadot's Asset Hub take
/// sr25519; nothing in the state says so.
enum class KeyKind : uint8_t { kSr25519, kEd25519 };

/// Asks the runtime for the authorities at each parent. The inherents are checked by the time and the slot.
/// Observed: sc_consensus_aura, polkadot v1.0.0; the specification has no Aura.
class Verifier final : public chain::HeaderVerifier {
  public:
    /// `slot_duration_ms` nullopt: the runtime is asked at each parent. `now_ms` empty: no slot is in the future.
    Verifier(KeyKind keys, std::optional<uint64_t> slot_duration_ms, std::function<uint64_t()> now_ms = {});

    Result<chain::HeaderVerdict, chain::ChainError> check(const chain::HeaderToCheck& header,
                                                          chain::Ancestry& ancestry) override;

  private:
    KeyKind keys_;
    std::optional<uint64_t> slot_duration_ms_;
    std::function<uint64_t()> now_ms_;
};

}  // namespace serinus::consensus::aura
