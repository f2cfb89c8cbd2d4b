/// The host functions that runtimes built with the SDK import. Bytes are passed as their place in the lower and their
/// size in the upper 32 bits. Spec: sect-storage-api, sect-hashing-api, sect-crypto-api, sect-allocator-api
#pragma once

#include <stddef.h>
#include <stdint.h>

#define SERINUS_HOST(name) __attribute__((import_module("env"), import_name(#name)))

extern "C" {

SERINUS_HOST(ext_allocator_malloc_version_1) void* ext_allocator_malloc_version_1(size_t size);
SERINUS_HOST(ext_allocator_free_version_1) void ext_allocator_free_version_1(void* block);

SERINUS_HOST(ext_storage_get_version_1) uint64_t ext_storage_get_version_1(uint64_t key);
SERINUS_HOST(ext_storage_read_version_1)
uint64_t ext_storage_read_version_1(uint64_t key, uint64_t out, uint32_t offset);
SERINUS_HOST(ext_storage_set_version_1) void ext_storage_set_version_1(uint64_t key, uint64_t value);
SERINUS_HOST(ext_storage_clear_version_1) void ext_storage_clear_version_1(uint64_t key);
SERINUS_HOST(ext_storage_exists_version_1) uint32_t ext_storage_exists_version_1(uint64_t key);
SERINUS_HOST(ext_storage_append_version_1) void ext_storage_append_version_1(uint64_t key, uint64_t element);
SERINUS_HOST(ext_storage_next_key_version_1) uint64_t ext_storage_next_key_version_1(uint64_t key);
SERINUS_HOST(ext_storage_clear_prefix_version_2)
uint64_t ext_storage_clear_prefix_version_2(uint64_t prefix, uint64_t limit);
SERINUS_HOST(ext_storage_root_version_2) uint64_t ext_storage_root_version_2(uint32_t state_version);
SERINUS_HOST(ext_storage_start_transaction_version_1) void ext_storage_start_transaction_version_1();
SERINUS_HOST(ext_storage_commit_transaction_version_1) void ext_storage_commit_transaction_version_1();
SERINUS_HOST(ext_storage_rollback_transaction_version_1) void ext_storage_rollback_transaction_version_1();

SERINUS_HOST(ext_default_child_storage_get_version_1)
uint64_t ext_default_child_storage_get_version_1(uint64_t child, uint64_t key);
SERINUS_HOST(ext_default_child_storage_set_version_1)
void ext_default_child_storage_set_version_1(uint64_t child, uint64_t key, uint64_t value);
SERINUS_HOST(ext_default_child_storage_clear_version_1)
void ext_default_child_storage_clear_version_1(uint64_t child, uint64_t key);
SERINUS_HOST(ext_default_child_storage_exists_version_1)
uint32_t ext_default_child_storage_exists_version_1(uint64_t child, uint64_t key);
SERINUS_HOST(ext_default_child_storage_next_key_version_1)
uint64_t ext_default_child_storage_next_key_version_1(uint64_t child, uint64_t key);
SERINUS_HOST(ext_default_child_storage_clear_prefix_version_2)
uint64_t ext_default_child_storage_clear_prefix_version_2(uint64_t child, uint64_t prefix, uint64_t limit);
SERINUS_HOST(ext_default_child_storage_storage_kill_version_3)
uint64_t ext_default_child_storage_storage_kill_version_3(uint64_t child, uint64_t limit);
SERINUS_HOST(ext_default_child_storage_root_version_2)
uint64_t ext_default_child_storage_root_version_2(uint64_t child, uint32_t state_version);

SERINUS_HOST(ext_hashing_blake2_128_version_1) uint8_t* ext_hashing_blake2_128_version_1(uint64_t data);
SERINUS_HOST(ext_hashing_blake2_256_version_1) uint8_t* ext_hashing_blake2_256_version_1(uint64_t data);
SERINUS_HOST(ext_hashing_twox_128_version_1) uint8_t* ext_hashing_twox_128_version_1(uint64_t data);
SERINUS_HOST(ext_hashing_keccak_256_version_1) uint8_t* ext_hashing_keccak_256_version_1(uint64_t data);
SERINUS_HOST(ext_trie_blake2_256_ordered_root_version_2)
uint8_t* ext_trie_blake2_256_ordered_root_version_2(uint64_t values, uint32_t state_version);
SERINUS_HOST(ext_trie_keccak_256_ordered_root_version_2)
uint8_t* ext_trie_keccak_256_ordered_root_version_2(uint64_t values, uint32_t state_version);

SERINUS_HOST(ext_crypto_ed25519_verify_version_1)
uint32_t ext_crypto_ed25519_verify_version_1(const uint8_t* signature, uint64_t message, const uint8_t* key);
SERINUS_HOST(ext_crypto_sr25519_verify_version_2)
uint32_t ext_crypto_sr25519_verify_version_2(const uint8_t* signature, uint64_t message, const uint8_t* key);
SERINUS_HOST(ext_crypto_secp256k1_ecdsa_recover_compressed_version_2)
uint64_t ext_crypto_secp256k1_ecdsa_recover_compressed_version_2(const uint8_t* signature, const uint8_t* message);
SERINUS_HOST(ext_crypto_secp256k1_ecdsa_recover_version_2)
uint64_t ext_crypto_secp256k1_ecdsa_recover_version_2(const uint8_t* signature, const uint8_t* message);
SERINUS_HOST(ext_crypto_sr25519_public_keys_version_1)
uint64_t ext_crypto_sr25519_public_keys_version_1(const uint8_t* key_type);
SERINUS_HOST(ext_crypto_sr25519_sign_version_1)
uint64_t ext_crypto_sr25519_sign_version_1(const uint8_t* key_type, const uint8_t* key, uint64_t message);
SERINUS_HOST(ext_crypto_ed25519_generate_version_1)
uint8_t* ext_crypto_ed25519_generate_version_1(const uint8_t* key_type, uint64_t seed);
SERINUS_HOST(ext_crypto_sr25519_generate_version_1)
uint8_t* ext_crypto_sr25519_generate_version_1(const uint8_t* key_type, uint64_t seed);
SERINUS_HOST(ext_crypto_ecdsa_generate_version_1)
uint8_t* ext_crypto_ecdsa_generate_version_1(const uint8_t* key_type, uint64_t seed);

SERINUS_HOST(ext_offchain_index_set_version_1) void ext_offchain_index_set_version_1(uint64_t key, uint64_t value);
SERINUS_HOST(ext_offchain_timestamp_version_1) uint64_t ext_offchain_timestamp_version_1();
SERINUS_HOST(ext_offchain_sleep_until_version_1) void ext_offchain_sleep_until_version_1(uint64_t deadline);
SERINUS_HOST(ext_offchain_random_seed_version_1) uint8_t* ext_offchain_random_seed_version_1();
SERINUS_HOST(ext_offchain_local_storage_get_version_1)
uint64_t ext_offchain_local_storage_get_version_1(uint32_t kind, uint64_t key);
SERINUS_HOST(ext_offchain_local_storage_set_version_1)
void ext_offchain_local_storage_set_version_1(uint32_t kind, uint64_t key, uint64_t value);
SERINUS_HOST(ext_offchain_local_storage_clear_version_1)
void ext_offchain_local_storage_clear_version_1(uint32_t kind, uint64_t key);
SERINUS_HOST(ext_offchain_local_storage_compare_and_set_version_1)
uint32_t ext_offchain_local_storage_compare_and_set_version_1(uint32_t kind, uint64_t key, uint64_t old_value,
                                                              uint64_t value);
SERINUS_HOST(ext_offchain_submit_transaction_version_1)
uint64_t ext_offchain_submit_transaction_version_1(uint64_t extrinsic);
SERINUS_HOST(ext_offchain_is_validator_version_1) uint32_t ext_offchain_is_validator_version_1();

SERINUS_HOST(ext_logging_log_version_1)
void ext_logging_log_version_1(uint32_t level, uint64_t target, uint64_t message);
SERINUS_HOST(ext_misc_print_hex_version_1) void ext_misc_print_hex_version_1(uint64_t data);
SERINUS_HOST(ext_misc_runtime_version_version_1) uint64_t ext_misc_runtime_version_version_1(uint64_t code);
SERINUS_HOST(ext_panic_handler_abort_on_panic_version_1)
void ext_panic_handler_abort_on_panic_version_1(uint64_t message);

}  // extern "C"
