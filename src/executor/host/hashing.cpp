/// `ext_hashing_*`: the hash functions of the protocol.
/// Spec: sect-hashing-api
#include "hashing/hashing.hpp"

#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

/// One-shot hash functions depend on their input alone.
template <auto Hash>
auto hash_of(HostCall&, BytesView input) {
    return Hash(input);
}

ByteArray<16> blake2_128(HostCall& call, BytesView input) { return call.key_hashes.blake2b_128(input); }

constexpr HostFunctionEntry kHashingFunctions[] = {
    {"ext_hashing_blake2_128_version_1", wrap<&blake2_128>},
    {"ext_hashing_blake2_256_version_1", wrap<&hash_of<&hashing::blake2b_256>>},
    {"ext_hashing_keccak_256_version_1", wrap<&hash_of<&hashing::keccak_256>>},
    {"ext_hashing_keccak_512_version_1", wrap<&hash_of<&hashing::keccak_512>>},
    {"ext_hashing_sha2_256_version_1", wrap<&hash_of<&hashing::sha2_256>>},
    {"ext_hashing_twox_64_version_1", wrap<&hash_of<&hashing::twox_64>>},
    {"ext_hashing_twox_128_version_1", wrap<&hash_of<&hashing::twox_128>>},
    {"ext_hashing_twox_256_version_1", wrap<&hash_of<&hashing::twox_256>>},
};

}  // namespace

std::span<const HostFunctionEntry> hashing_functions() { return kHashingFunctions; }

}  // namespace serinus::executor::host
