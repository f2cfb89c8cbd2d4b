/// Authors true blocks on the genesis of a development chain: with the runtime's own inherents, VRF claims and seals.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "primitives/block.hpp"

namespace serinus::test {

/// The wanted contents of a block.
struct Wish {
    uint64_t slot_gap = 1;                               ///< slots after the parent's
    std::vector<primitives::Extrinsic> extrinsics = {};  ///< after the inherents
};

/// A growing chain in memory. A failure ends the test program: it is not the subject of the test.
///
/// The claims rest on the epochs that the runtime tells of (BabeApi), the verifier's on what blocks announce: two
/// sources for one thing.
class Author {
  public:
    /// `spec`: path of a raw specification whose BABE authorities are //Alice and //Bob.
    explicit Author(const std::string& spec);
    ~Author();

    primitives::SignedBlock build(const Wish& wish = {});

    /// Balances.transfer_keep_alive on the Kusama runtime 1.0.0 or ours, from //Alice with her next nonce.
    primitives::Extrinsic transfer(const ByteArray<32>& to, uint64_t planck);
    /// Sudo.sudo(call) on Rococo 1.14.0, by //Alice.
    primitives::Extrinsic sudo(BytesView call);

    /// Calls the runtime on the state of the last block.
    Bytes call(std::string_view method, BytesView arguments = {});
    /// Of the last block's state.
    std::optional<Bytes> storage(BytesView key);

    uint64_t epoch_index() const noexcept;  ///< of the last block
    uint32_t primary_blocks() const noexcept;
    Hash256 genesis_hash() const noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::test
