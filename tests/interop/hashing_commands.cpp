#include "hashing/blake3.hpp"
#include "hashing/hashing.hpp"
#include "tests/interop/commands.hpp"

namespace serinus::interop {

void add_hashing_commands(Commands& commands) {
    const auto add = [&commands](const char* name, auto function) {
        commands[name] = [function](const Arguments& arguments) {
            return to_hex_prefixed(function(bytes_argument(arguments, 0)));
        };
    };
    add("blake2b_64", hashing::blake2b_64);
    add("blake2b_128", hashing::blake2b_128);
    add("blake2b_256", hashing::blake2b_256);
    add("blake2b_512", hashing::blake2b_512);
    add("twox_64", hashing::twox_64);
    add("twox_128", hashing::twox_128);
    add("twox_256", hashing::twox_256);
    add("keccak_256", hashing::keccak_256);
    add("keccak_512", hashing::keccak_512);
    add("sha2_256", hashing::sha2_256);
    add("blake3_256", hashing::blake3_256);
}

}  // namespace serinus::interop
