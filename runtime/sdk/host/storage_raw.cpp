#include "runtime/sdk/host/storage_raw.hpp"

#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/host/twox.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::sdk {

void StorageKey::append(BytesView bytes) {
    if (bytes.empty()) return;
    if (long_.empty() && size_ + bytes.size() <= short_.size()) {
        std::memcpy(short_.data() + size_, bytes.data(), bytes.size());
        size_ += bytes.size();
        return;
    }
    if (long_.empty()) long_.assign(short_.begin(), short_.begin() + size_);
    serinus::append(long_, bytes);
}

std::optional<uint32_t> stored_sequence_length(BytesView key) {
    ByteArray<5> start{};
    const auto size = host::read(key, start, 0);
    if (!size) return std::nullopt;
    scale::Decoder in(BytesView(start).first(std::min<size_t>(*size, start.size())));
    uint32_t length;
    if (!in.compact(length)) return std::nullopt;
    return length;
}

void report_corrupt_value(BytesView key) {
    host::log(host::LogLevel::kError, "runtime::storage", "A stored value cannot be decoded; its key follows.");
    host::print_hex(key);
}

PrefixedKeys::PrefixedKeys(Bytes prefix, Bytes last) : prefix_(std::move(prefix)), key_(std::move(last)) {
    if (key_.empty()) key_ = prefix_;
}

bool PrefixedKeys::next() {
    auto found = host::next_key(key_);
    if (!found || found->size() < prefix_.size() || !equal(BytesView(*found).first(prefix_.size()), prefix_))
        return false;
    key_ = *std::move(found);
    return true;
}

void swap_stored(BytesView a, BytesView b) {
    const auto of_a = host::get(a);
    const auto of_b = host::get(b);
    const auto put = [](BytesView key, const std::optional<Bytes>& value) {
        if (value) {
            host::set(key, *value);
        } else {
            host::clear(key);
        }
    };
    put(a, of_b);
    put(b, of_a);
}

bool contains_prefixed_key(BytesView prefix) {
    const auto next = host::next_key(prefix);
    return next && next->size() >= prefix.size() && equal(BytesView(*next).first(prefix.size()), prefix);
}

// A cursor is of no use to the host's function: whoever continues removes what is left below the prefix, which is the
// same. Source: sp_io::storage::clear_prefix of July 2023, whose cursors are ignored too.
RemovalResult clear_prefix(BytesView prefix, std::optional<uint32_t> limit, std::optional<BytesView>) {
    const host::Removal removal = host::clear_prefix(prefix, limit);
    RemovalResult out;
    if (!removal.all_removed) out.maybe_cursor = to_bytes(prefix);
    out.backend = out.unique = out.loops = removal.count;
    return out;
}

DispatchResult enter_storage_layer() {
    uint32_t& layers = host::open_storage_layers();
    ENSURE(layers < kMaxStorageLayers, TransactionalError::LimitReached);
    ++layers;
    host::start_transaction();
    return {};
}

void leave_storage_layer(bool commit) {
    uint32_t& layers = host::open_storage_layers();
    if (layers == 0) panic("a storage layer was left that was not entered");
    --layers;
    if (commit) {
        host::commit_transaction();
    } else {
        host::rollback_transaction();
    }
}

namespace {

ByteArray<32> storage_version_key(std::string_view pallet) {
    const auto prefix = twox_128(pallet);
    const auto item = twox_128(":__STORAGE_VERSION__:");
    ByteArray<32> key;
    std::copy(prefix.begin(), prefix.end(), key.begin());
    std::copy(item.begin(), item.end(), key.begin() + 16);
    return key;
}

}  // namespace

uint16_t storage_version(std::string_view pallet) {
    const auto stored = host::get(storage_version_key(pallet));
    if (!stored) return 0;
    BytesView bytes = *stored;
    const auto version = scale::take<uint16_t>(bytes);
    return version ? *version : 0;
}

void put_storage_version(std::string_view pallet, uint16_t version) {
    host::set(storage_version_key(pallet), scale::encode(version));
}

}  // namespace serinus::sdk
