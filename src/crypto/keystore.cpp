#include "crypto/keystore.hpp"

#include "base/hex.hpp"
#include "crypto/key_file.hpp"

namespace serinus::crypto {
namespace {

constexpr size_t kMaxFileSize = size_t{64} * 1024;  // ours; a secret URI has a few hundred bytes

KeystoreError file_error(const platform::FileError& error) { return {KeystoreError::Kind::kFile, error.message}; }

}  // namespace

Keystore::Keystore(std::string folder, std::optional<SecretText> password)
    : folder_(std::move(folder)), password_(std::move(password)) {}

Result<Keystore, KeystoreError> Keystore::open(std::string folder, std::optional<SecretText> password) {
    const auto created = platform::create_directories(folder);
    if (!created) return Err(file_error(created.error()));
    return Keystore(std::move(folder), std::move(password));
}

std::string Keystore::path_of(KeyType type, BytesView public_key) const {
    return folder_ + "/" + to_hex(type.bytes) + to_hex(public_key);
}

Result<void, KeystoreError> Keystore::insert(KeyType type, std::string_view uri, BytesView public_key) {
    const SecretText content = write_key_file(uri);
    const auto written = platform::write_file_atomically(path_of(type, public_key), as_bytes(content.reveal()), 0600);
    if (!written) return Err(file_error(written.error()));
    return {};
}

Result<Bytes, KeystoreError> Keystore::generate(KeyType type, Scheme scheme, const Secret<16>& entropy) {
    const SecretText phrase = mnemonic::phrase_of(entropy.reveal());
    const auto password = password_ ? std::optional(password_->reveal()) : std::nullopt;
    const auto key = key_from_phrase(scheme, phrase.reveal(), password);
    if (!key) return Err(KeystoreError{KeystoreError::Kind::kBadUri, to_string(key.error())});
    Bytes public_key = key->pair.public_key();
    TRY(insert(type, phrase.reveal(), public_key));
    return public_key;
}

Result<std::vector<Bytes>, KeystoreError> Keystore::public_keys(KeyType type) const {
    const auto names = platform::list_directory(folder_);
    if (!names) return Err(file_error(names.error()));
    std::vector<Bytes> keys;
    for (const auto& name : *names) {
        const auto bytes = from_hex(name);
        if (!bytes || bytes->size() <= type.size() || !equal(BytesView(*bytes).first(type.size()), type.bytes))
            continue;
        keys.push_back(to_bytes(BytesView(*bytes).subspan(type.size())));
    }
    std::ranges::sort(keys);
    return keys;
}

Result<std::optional<KeyPair>, KeystoreError> Keystore::find(KeyType type, Scheme scheme, BytesView public_key) const {
    using Kind = KeystoreError::Kind;
    const std::string path = path_of(type, public_key);
    auto content = platform::read_file(path, kMaxFileSize);
    if (!content) {
        if (content.error().not_found) return std::optional<KeyPair>();
        return Err(file_error(content.error()));
    }
    const auto uri = parse_key_file(*content);
    wipe({reinterpret_cast<uint8_t*>(content->data()), content->size()});
    if (!uri) return Err(KeystoreError{Kind::kFile, path + " does not hold a JSON string"});

    const auto password = password_ ? std::optional(password_->reveal()) : std::nullopt;
    auto key = key_from_uri(scheme, uri->reveal(), password);
    if (!key) return Err(KeystoreError{Kind::kBadUri, path + ": " + to_string(key.error())});
    if (!equal(key->pair.public_key(), public_key)) {
        return Err(KeystoreError{Kind::kPublicKeyMismatch, path + " holds the secret of another key"});
    }
    return std::optional<KeyPair>(std::move(key->pair));
}

std::string keystore_folder(const std::string& base_path, std::string_view chain_id) {
    return base_path + "/chains/" + std::string(chain_id) + "/keystore";
}

}  // namespace serinus::crypto
