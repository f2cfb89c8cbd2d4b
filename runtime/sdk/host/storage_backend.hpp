/// Where the storage of a runtime is. There are three kinds: behind the imports of the Wasm module (wasm/host.cpp), in
/// memory (native/state.hpp), and in a proof (proof/proof_storage.hpp). One is in use at a time, and a module can
/// exchange it: a parachain's block is validated by executing it over the proof that came with it.
#pragma once

#include "codec/scale.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::sdk {

/// The functions are those of host.hpp.
class StorageBackend {
  public:
    // The main trie.

    /// Valid until the next call.
    virtual std::optional<BytesView> get(BytesView key) = 0;
    virtual std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset) = 0;
    virtual void set(BytesView key, BytesView value) = 0;
    virtual void clear(BytesView key) = 0;
    virtual bool exists(BytesView key) = 0;
    virtual void append(BytesView key, BytesView element) = 0;
    virtual std::optional<Bytes> next_key(BytesView key) = 0;
    virtual host::Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit) = 0;
    virtual Hash256 storage_root(uint8_t state_version) = 0;

    // Tries below it.

    virtual std::optional<Bytes> child_get(BytesView child, BytesView key) = 0;
    virtual void child_set(BytesView child, BytesView key, BytesView value) = 0;
    virtual void child_clear(BytesView child, BytesView key) = 0;
    virtual bool child_exists(BytesView child, BytesView key) = 0;
    virtual std::optional<Bytes> child_next_key(BytesView child, BytesView key) = 0;
    virtual host::Removal child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit) = 0;
    virtual host::Removal child_kill(BytesView child, std::optional<uint32_t> limit) = 0;
    virtual Hash256 child_root(BytesView child, uint8_t state_version) = 0;

    virtual void start_transaction() = 0;
    virtual void commit_transaction() = 0;
    virtual void rollback_transaction() = 0;
    virtual void index_offchain(BytesView key, BytesView value) = 0;

  protected:
    ~StorageBackend() = default;
};

namespace host {

/// Uses another storage from now on, and gives the one that was in use; `backend` must outlive its use. What the cache
/// of the one before had not written yet is written. Precondition: no transaction is open.
StorageBackend& exchange_storage(StorageBackend& backend);

}  // namespace host

/// Another storage for as long as this lives.
class StorageInUse {
  public:
    explicit StorageInUse(StorageBackend& backend) : before_(&host::exchange_storage(backend)) {}
    StorageInUse(const StorageInUse&) = delete;
    StorageInUse& operator=(const StorageInUse&) = delete;
    ~StorageInUse() { host::exchange_storage(*before_); }

  private:
    StorageBackend* before_;
};

/// The encoding of a sequence with more elements; what is no sequence is replaced by them. Spec: id-ext_storage_append
inline Bytes with_elements(BytesView sequence, uint32_t count, BytesView elements) {
    scale::Decoder in(sequence);
    uint32_t before = 0;
    const bool is_sequence = !sequence.empty() && in.compact(before);
    scale::Encoder out;
    out.compact((is_sequence ? uint64_t{before} : 0) + count);
    if (is_sequence) out.append(in.rest());
    out.append(elements);
    return std::move(out).finish();
}

/// Copies up to `out.size()` bytes of the value from `offset` on; the size of what is behind `offset`.
inline uint32_t copy_part(BytesView value, MutableBytesView out, uint32_t offset) {
    const BytesView rest = value.subspan(std::min<size_t>(offset, value.size()));
    std::copy_n(rest.begin(), std::min(rest.size(), out.size()), out.begin());
    return static_cast<uint32_t>(rest.size());
}

}  // namespace serinus::sdk
