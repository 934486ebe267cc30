#pragma once
// Clusters from TOML (configs/clusters), and back: what `partita bench --cluster` writes.
#include <string>

#include "devices/cluster.h"

namespace partita {

StatusOr<Cluster> loadCluster(const std::string& path);
// TEXT is the contents of FILE, for messages.
StatusOr<Cluster> parseCluster(const std::string& text, const std::string& file);
// CLUSTER as a file that reads back as the same; HEAD is put before it as a comment, line by line.
std::string clusterText(const Cluster& cluster, const std::string& head = "");

}  // namespace partita
