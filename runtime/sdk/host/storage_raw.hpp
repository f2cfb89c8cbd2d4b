/// Storage by bytes: what the typed items of storage.hpp stand on. Nothing here is a template, so the code exists once.
#pragma once

#include <functional>

#include "runtime/sdk/dispatch_error.hpp"

namespace serinus::sdk {

/// A storage key under construction; long enough for nearly all keys without the heap.
class StorageKey {
  public:
    explicit StorageKey(BytesView start = {}) { append(start); }
    StorageKey(const StorageKey&) = delete;
    StorageKey& operator=(const StorageKey&) = delete;

    void append(BytesView bytes);
    BytesView view() const { return long_.empty() ? BytesView(short_).first(size_) : BytesView(long_); }
    operator BytesView() const { return view(); }

  private:
    ByteArray<160> short_;
    size_t size_ = 0;
    Bytes long_;
};

/// The first element of a sequence's encoding: its length. nullopt if there is none.
std::optional<uint32_t> stored_sequence_length(BytesView key);

/// Says in the log that a stored value cannot be decoded; it then counts as absent.
void report_corrupt_value(BytesView key);

/// Steps through the storage keys that start with `prefix`, in their order: those behind `last`, or all.
class PrefixedKeys {
  public:
    explicit PrefixedKeys(Bytes prefix, Bytes last = {});

    /// To the next key; false at the end.
    bool next();
    /// The key that next() came to.
    const Bytes& key() const { return key_; }
    /// What stands behind the prefix in it.
    BytesView suffix() const { return BytesView(key_).subspan(prefix_.size()); }

  private:
    Bytes prefix_;
    Bytes key_;
};

/// Exchanges what is stored at two keys.
void swap_stored(BytesView a, BytesView b);

/// What is left of a removal that was limited: continue with the cursor, nullopt: all is gone.
struct RemovalResult {
    std::optional<Bytes> maybe_cursor;
    uint32_t backend = 0;  ///< keys removed from what was stored before this block
    uint32_t unique = 0;   ///< keys removed in all
    uint32_t loops = 0;    ///< keys visited
};

/// Removes all keys that start with `prefix`, at most `limit` of those that were stored before this block.
RemovalResult clear_prefix(BytesView prefix, std::optional<uint32_t> limit,
                           std::optional<BytesView> cursor = std::nullopt);
/// Whether a key that is longer than `prefix` starts with it.
bool contains_prefixed_key(BytesView prefix);

/// Runs `f` in a transaction: if it fails, storage is as it was. Layers nest, at most kMaxStorageLayers deep.
/// Pallet: frame_support::storage::transactional
inline constexpr uint32_t kMaxStorageLayers = 255;
DispatchResult enter_storage_layer();
void leave_storage_layer(bool commit);

/// A layer that ends with its scope: rolled back unless leave() said otherwise. A panic of a native test, which
/// unwinds, leaves none open.
class StorageLayer {
  public:
    StorageLayer() = default;
    StorageLayer(const StorageLayer&) = delete;
    StorageLayer& operator=(const StorageLayer&) = delete;
    ~StorageLayer() {
        if (is_open_) leave_storage_layer(false);
    }
    /// Error: LimitReached.
    DispatchResult enter() {
        TRY(enter_storage_layer());
        is_open_ = true;
        return {};
    }
    void leave(bool commit) {
        is_open_ = false;
        leave_storage_layer(commit);
    }

  private:
    bool is_open_ = false;
};

template <class F>
auto with_storage_layer(F&& f) -> decltype(f()) {
    StorageLayer layer;
    TRY(layer.enter());
    auto result = f();
    layer.leave(static_cast<bool>(result));
    return result;
}

/// Storage versions of pallets: `:__STORAGE_VERSION__:` under the pallet's prefix, absent means 0.
uint16_t storage_version(std::string_view pallet);
void put_storage_version(std::string_view pallet, uint16_t version);

}  // namespace serinus::sdk
