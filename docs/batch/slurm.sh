#!/bin/bash
#SBATCH --job-name=muons
#SBATCH --array=0-49
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time=00:30:00
#SBATCH --output=parts/%a.log
#SBATCH --requeue
# One part of the run for each task: parts/N.json, from "hepwasm plan … --parts 50 -o parts".
set -euo pipefail
cd "$SLURM_SUBMIT_DIR"
npx hepwasm run --items "parts/$SLURM_ARRAY_TASK_ID.json" -o "parts/$SLURM_ARRAY_TASK_ID.bin"
