// Answers requests on stdin until it ends, so that a test in another language can call our functions.
#include "tests/interop/commands.hpp"

#include <iostream>

namespace serinus::interop {
namespace {

Arguments split(const std::string& line) {
    Arguments parts;
    size_t start = 0;
    for (size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', start)) {
        parts.push_back(line.substr(start, tab - start));
        start = tab + 1;
    }
    parts.push_back(line.substr(start));
    return parts;
}

}  // namespace
}  // namespace serinus::interop

int main() {
    using namespace serinus::interop;
    Commands commands;
    add_ecdsa_commands(commands);
    add_ed25519_commands(commands);
    add_hashing_commands(commands);
    add_key_commands(commands);
    add_sr25519_commands(commands);

    std::string line;
    while (std::getline(std::cin, line)) {
        Arguments arguments = split(line);
        const auto command = commands.find(arguments.front());
        if (command == commands.end()) {
            std::cerr << "interop_peer: unknown command " << arguments.front() << "\n";
            return 1;
        }
        arguments.erase(arguments.begin());
        std::cout << command->second(arguments) << "\n";
        if (std::cin.rdbuf()->in_avail() <= 0) std::cout.flush();  // the asker may wait for this answer
    }
    return 0;
}
